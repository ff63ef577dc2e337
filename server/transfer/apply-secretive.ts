import { audit } from '../audit';
import { announceChannel } from '../notice-channels/announce-channel';
import { announceAccount } from '../wecom/announce-account';
import { READERS } from './read-settings';
import { changesBetween, rowOf } from './report';
import { type ApplySection, groupIdOf, oneRow } from './section';

/** WeCom accounts are known by their company's id. One that is not here needs its secrets: it is added by hand. */
export const applyWecom: ApplySection<'wecom'> = async (parts, entries) => {
  const { tx, ctx } = parts;
  const known = new Map((await READERS.wecom(tx)).map((account) => [account.corpId, account]));
  const rows = [];
  for (const entry of entries)
    rows.push(
      await oneRow('wecom', entry.name, async () => {
        const before = known.get(entry.corpId);
        if (!before) return rowOf('wecom', entry.name, 'by-hand');
        const fields = changesBetween(before, entry, ['name', 'group']);
        if (fields.length === 0) return rowOf('wecom', entry.name, 'same');
        const changed = await tx.query<{ id: string }>(
          `update wecom_accounts set name = $2, group_id = $3, version = version + 1 where corp_id = $1 returning id`,
          [entry.corpId, entry.name, groupIdOf(parts, entry.group)],
        );
        for (const { id } of changed) {
          await audit(tx, ctx.actor, 'wecom.update', id, { groupId: groupIdOf(parts, entry.group), replaced: [] });
          await announceAccount(tx, id);
        }
        return rowOf('wecom', entry.name, 'change', { fields });
      }),
    );
  return rows;
};

/** Notice channels are known by kind and name. One that is not here needs its address: it is added by hand. */
export const applyNotices: ApplySection<'notices'> = async (parts, entries) => {
  const { tx, ctx } = parts;
  const known = await READERS.notices(tx);
  const rows = [];
  for (const entry of entries)
    rows.push(
      await oneRow('notices', entry.name, async () => {
        const before = known.find(({ kind, name }) => kind === entry.kind && name === entry.name);
        if (!before) return rowOf('notices', entry.name, 'by-hand');
        const fields = changesBetween(before, entry, ['group', 'events', 'locale', 'isActive']);
        if (fields.length === 0) return rowOf('notices', entry.name, 'same');
        const changed = await tx.query<{ id: string }>(
          `update notice_channels set group_id = $3, events = $4, locale = $5, is_active = $6, version = version + 1
           where kind = $1 and name = $2 returning id`,
          [entry.kind, entry.name, groupIdOf(parts, entry.group), entry.events, entry.locale, entry.isActive],
        );
        for (const { id } of changed) {
          const { events, isActive } = entry;
          const groupId = groupIdOf(parts, entry.group);
          await audit(tx, ctx.actor, 'noticeChannels.update', id, { groupId, events, isActive, replaced: [] });
          await announceChannel(tx, id);
        }
        return rowOf('notices', entry.name, 'change', { fields });
      }),
    );
  return rows;
};
