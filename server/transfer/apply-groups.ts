import { createGroupInTx } from '../groups/create';
import { updateGroupInTx } from '../groups/update';
import { changesBetween, rowOf } from './report';
import { type ApplySection, oneRow } from './section';

/** Groups are known by their names; nothing is renamed or removed. */
export const applyGroups: ApplySection<'groups'> = async ({ tx, ctx }, entries) => {
  const known = await tx.query<{ id: string; name: string; region: string | null }>(
    'select id, name, region from groups order by id',
  );
  const rows = [];
  for (const entry of entries)
    rows.push(
      await oneRow('groups', entry.name, async () => {
        const before = known.find(({ name }) => name === entry.name);
        if (!before) {
          await createGroupInTx(tx, ctx.actor, entry);
          return rowOf('groups', entry.name, 'add');
        }
        const fields = changesBetween(before, { ...before, ...entry }, ['region']);
        if (fields.length === 0) return rowOf('groups', entry.name, 'same');
        await updateGroupInTx(tx, ctx.actor, { groupId: before.id, ...entry });
        return rowOf('groups', entry.name, 'change', { fields });
      }),
    );
  return rows;
};
