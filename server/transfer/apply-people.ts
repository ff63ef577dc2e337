import { assertGroupFits, insertAccounts } from '../people/account';
import { deactivateInTx } from '../people/deactivate';
import { reactivateInTx } from '../people/reactivate';
import { renameInTx } from '../people/rename';
import { setRoleInTx } from '../people/set-role';
import { setSeatInTx } from '../people/set-seat';
import { READERS } from './read-settings';
import { changesBetween, type FieldChange, rowOf, type TransferRow } from './report';
import { type ApplyParts, type ApplySection, groupIdOf, oneRow } from './section';
import type { Entry } from './settings-file';

type PersonEntry = Entry<'people'>;
const FIELDS = ['name', 'role', 'group', 'isActive', 'skills', 'capacity'] as const;

/** Adds the people who can sign in once an admin has set a password, all in a few statements. */
async function addAll(parts: ApplyParts, entries: readonly PersonEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { tx, ctx } = parts;
  const passwordHash = parts.unknownPassword;
  const userIds = await insertAccounts(
    tx,
    ctx.actor,
    entries.map(({ username, name, role, group, skills, capacity }) => ({
      ...{ username, name, role, skills, capacity, passwordHash, isPasswordSet: false },
      groupId: groupIdOf(parts, group),
    })),
  );
  for (const [index, userId] of userIds.entries())
    if (entries[index]?.isActive === false) await deactivateInTx(tx, ctx.actor, userId);
}

async function change(parts: ApplyParts, userId: string, entry: PersonEntry, fields: readonly FieldChange[]) {
  const { tx, ctx } = parts;
  const { name, role, skills, capacity } = entry;
  const differs = (...names: readonly string[]) => fields.some(({ field }) => names.includes(field));
  if (differs('name')) await renameInTx(tx, ctx.actor, { userId, name });
  if (differs('skills', 'capacity')) await setSeatInTx(tx, ctx.actor, { userId, skills, capacity });
  if (differs('role', 'group'))
    await setRoleInTx(tx, ctx.actor, { userId, role, groupId: groupIdOf(parts, entry.group) });
  if (differs('isActive')) {
    if (entry.isActive) await reactivateInTx(tx, ctx.actor, userId);
    else await deactivateInTx(tx, ctx.actor, userId);
  }
}

/** People are known by their user names; passwords and sign-ins stay as they are, and nobody is removed. */
export const applyPeople: ApplySection<'people'> = async (parts, entries) => {
  const known = new Map((await READERS.people(parts.tx)).map((person) => [person.username, person]));
  const users = await parts.tx.query<{ id: string; username: string }>('select id, username from users');
  const ids = new Map(users.map(({ id, username }) => [username, id]));
  const rows: TransferRow[] = [];
  const added: PersonEntry[] = [];
  for (const entry of entries)
    rows.push(
      await oneRow('people', entry.username, async () => {
        const [before, userId] = [known.get(entry.username), ids.get(entry.username)];
        if (!before || userId === undefined) {
          assertGroupFits(entry.role, groupIdOf(parts, entry.group));
          added.push(entry);
          return rowOf('people', entry.username, 'add');
        }
        const fields = changesBetween(before, entry, FIELDS);
        if (fields.length === 0) return rowOf('people', entry.username, 'same');
        await change(parts, userId, entry, fields);
        return rowOf('people', entry.username, 'change', { fields });
      }),
    );
  await addAll(parts, added);
  return rows;
};
