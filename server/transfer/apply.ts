import type { Sql } from '@/db/client';
import { audit } from '../audit';
import { can } from '../can';
import type { Context, UserActor } from '../context';
import { generatePassword, passwordHash } from '../people/account';
import { applyGroups } from './apply-groups';
import { applyLinks } from './apply-links';
import { applyPeople } from './apply-people';
import { applyRules } from './apply-rules';
import { applyNotices, applyWecom } from './apply-secretive';
import { applyShops } from './apply-shops';
import { applyTierEntries } from './apply-tiers';
import { type Effect, rowOf, type TransferReport, type TransferRow } from './report';
import type { ApplyParts, ApplySection } from './section';
import { SECTION_RIGHTS } from './section-rights';
import { type Entry, SECTION_NAMES, type SectionName, type SettingsFile } from './settings-file';

const APPLY: { readonly [S in SectionName]: ApplySection<S> } = {
  groups: applyGroups,
  people: applyPeople,
  shops: applyShops,
  wecom: applyWecom,
  links: applyLinks,
  notices: applyNotices,
  tiers: applyTierEntries,
  rules: applyRules,
};

/** Carries the report out of a transaction that is not kept. */
class NotKept extends Error {
  constructor(readonly report: TransferReport) {
    super('not kept');
  }
}

async function groupIdsOf(tx: Sql): Promise<ReadonlyMap<string, string>> {
  const groups = await tx.query<{ id: string; name: string }>('select id, name from groups order by id');
  return new Map(groups.map(({ id, name }) => [name, id]));
}

type PartsOf = () => Promise<ApplyParts>;

/** A section that is another role's to change is tried and taken back, so that its rows can be told from those that agree. */
async function applySection<S extends SectionName>(
  partsOf: PartsOf,
  section: S,
  entries: readonly Entry<S>[],
): Promise<readonly TransferRow[]> {
  const parts = await partsOf();
  const apply: ApplySection<S> = APPLY[section];
  if (can(parts.ctx.actor, SECTION_RIGHTS[section].write)) return apply(parts, entries);
  await parts.tx.query('savepoint another_roles');
  const rows = await apply(parts, entries);
  await parts.tx.query('rollback to savepoint another_roles');
  return rows.map((row) => (row.effect === 'same' ? row : rowOf(section, row.name, 'not-yours')));
}

async function applyAll(
  tx: Sql,
  ctx: Context<UserActor>,
  file: SettingsFile,
  unknownPassword: string,
): Promise<readonly TransferRow[]> {
  await tx.query("select pg_advisory_xact_lock(hashtext('tidewatch.transfer'))");
  // Each section sees the groups that were added before it.
  const partsOf = async () => ({ tx, ctx, groupIds: await groupIdsOf(tx), unknownPassword });
  const rows: TransferRow[] = [];
  for (const section of SECTION_NAMES) {
    const entries = file[section];
    if (entries !== undefined) rows.push(...(await applySection(partsOf, section, entries as never)));
  }
  return rows;
}

const WRITTEN: ReadonlySet<Effect> = new Set<Effect>(['add', 'change', 'remove']);

/** How many entries of each section were written, for the record. */
function countWritten(rows: readonly TransferRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { section, effect } of rows) if (WRITTEN.has(effect)) counts[section] = (counts[section] ?? 0) + 1;
  return counts;
}

/**
 * Applies a file of settings in one transaction, or, as a dry run, does the same and takes it back: a preview is what would
 * happen. Adds and changes, and removes nothing but rules and tiers; a file with a refused entry changes nothing at all.
 * Applied again it finds everything as it is.
 */
export async function applySettings(
  ctx: Context<UserActor>,
  file: SettingsFile,
  isDryRun: boolean,
): Promise<TransferReport> {
  const unknownPassword = await passwordHash(generatePassword());
  try {
    const report = await ctx.db.tx(async (tx) => {
      const rows = await applyAll(tx, ctx, file, unknownPassword);
      if (isDryRun || rows.some(({ effect }) => effect === 'refused')) throw new NotKept({ isApplied: false, rows });
      const written = countWritten(rows);
      if (Object.keys(written).length > 0)
        await audit(tx, ctx.actor, 'transfer.apply', 'settings', { exportedAt: file.exportedAt, written });
      return { isApplied: true, rows };
    });
    ctx.wakeFeed();
    return report;
  } catch (error) {
    if (error instanceof NotKept) return error.report;
    throw error;
  }
}
