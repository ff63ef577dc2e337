import { audit } from '../audit';
import { AppError } from '../errors';
import { announceLink } from '../link-accounts/announce-link';
import { serveShops } from '../link-accounts/link-fields';
import { checkedValues, openLinkValues, splitValues } from '../link-accounts/values';
import type { LinkValues } from '../links/link';
import { LINKS } from '../links/links';
import { READERS } from './read-settings';
import { changesBetween, type FieldChange, rowOf } from './report';
import { type ApplyParts, type ApplySection, oneRow, RefusedEntry } from './section';
import type { Entry } from './settings-file';

interface Known {
  readonly linkId: string;
  readonly settings: LinkValues;
  readonly sealed: Buffer;
}

async function change({ tx, ctx }: ApplyParts, entry: Entry<'links'>): Promise<void> {
  const { kind, name, shops, isActive } = entry;
  const [known] = await tx.query<Known>(
    `select id as "linkId", settings, secrets_sealed as sealed from links where kind = $1 and name = $2
     order by id limit 1 for update`,
    [kind, name],
  );
  if (!known) throw new RefusedEntry('no-such-link', name);
  const link = LINKS[kind];
  const before = openLinkValues(ctx.keyring, known.linkId, known.settings, known.sealed);
  const { settings } = splitValues(link, checkedValues(link, entry.settings, before, ctx));
  await tx.query('update links set settings = $2, is_active = $3, version = version + 1 where id = $1', [
    known.linkId,
    JSON.stringify(settings),
    isActive,
  ]);
  try {
    await serveShops(tx, known.linkId, kind, shops);
  } catch (error) {
    if (error instanceof AppError) throw new RefusedEntry(String(error.detail.why ?? error.code), name);
    throw error;
  }
  await audit(tx, ctx.actor, 'linkAccounts.update', known.linkId, { name, shopIds: shops, isActive, replaced: [] });
  await announceLink(tx, known.linkId);
}

const linesOf = (settings: LinkValues): string[] =>
  Object.entries(settings)
    .map(([field, value]) => `${field} ${value}`)
    .sort();

/** The values that differ, as a line each. */
function settingsBetween(before: Entry<'links'>, after: Entry<'links'>): FieldChange[] {
  const [were, are] = [linesOf(before.settings), linesOf(after.settings)];
  const from = were.filter((line) => !are.includes(line));
  const to = are.filter((line) => !were.includes(line));
  return from.length + to.length === 0 ? [] : [{ field: 'settings', from, to }];
}

/** Links are known by kind and name; secrets stay as they are. One that is not here needs its secrets: it is added by hand. */
export const applyLinks: ApplySection<'links'> = async (parts, entries) => {
  const known = await READERS.links(parts.tx);
  const rows = [];
  for (const entry of entries)
    rows.push(
      await oneRow('links', entry.name, async () => {
        const before = known.find(({ kind, name }) => kind === entry.kind && name === entry.name);
        if (!before) return rowOf('links', entry.name, 'by-hand');
        const fields = [...settingsBetween(before, entry), ...changesBetween(before, entry, ['shops', 'isActive'])];
        if (fields.length === 0) return rowOf('links', entry.name, 'same');
        await change(parts, entry);
        return rowOf('links', entry.name, 'change', { fields });
      }),
    );
  return rows;
};
