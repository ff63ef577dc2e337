import { diffTiers, type TierChange } from '@/domain/tiers/diff-tiers';
import type { Tier } from '@/domain/tiers/tier';
import { tierProblems } from '@/domain/tiers/tier-problems';
import { activeTiers } from '../tiers/active-tiers';
import { effectsOf } from '../tiers/preview';
import { putTiersInForce } from '../tiers/put-in-force';
import { tiersField } from '../tiers/tier-input';
import { rowOf, type TransferRow } from './report';
import { type ApplyParts, type ApplySection, groupIdOf, RefusedEntry } from './section';
import type { Entry } from './settings-file';

const refused = (name: string, problem: string, about: string | null = null): TransferRow =>
  rowOf('tiers', name, 'refused', { problem, about });

/** The entries as tiers with the ids of their groups; or what is wrong with each. */
function readTiers(parts: ApplyParts, entries: readonly Entry<'tiers'>[]): readonly Tier[] | readonly TransferRow[] {
  const problems: TransferRow[] = [];
  const given = entries.map(({ ownerGroup, ...tier }) => {
    try {
      return { ...tier, ownerGroupId: groupIdOf(parts, ownerGroup) };
    } catch (error) {
      if (!(error instanceof RefusedEntry)) throw error;
      problems.push(refused(tier.name['zh-CN'], error.problem, error.about));
      return { ...tier, ownerGroupId: null };
    }
  });
  const read = tiersField.safeParse(given);
  if (!read.success)
    return read.error.issues.map(({ path, code }) =>
      refused(entries[Number(path[0])]?.name['zh-CN'] ?? '', code, path.slice(1).join('.')),
    );
  const named = new Map(read.data.map(({ id, name }) => [id, name['zh-CN']]));
  const wrong = tierProblems(read.data).map(({ tierId, field, problem }) =>
    refused(named.get(tierId) ?? tierId, problem, field),
  );
  return [...problems, ...wrong].length > 0 ? [...problems, ...wrong] : read.data;
}

const isRows = (read: readonly Tier[] | readonly TransferRow[]): read is readonly TransferRow[] =>
  read.some((one) => 'effect' in one);

function rowFor(tier: Tier, changes: readonly TierChange[]): TransferRow {
  const own = changes.filter(({ tierId }) => tierId === tier.id);
  const name = tier.name['zh-CN'];
  if (own.some(({ kind }) => kind === 'added')) return rowOf('tiers', name, 'add');
  if (own.length === 0) return rowOf('tiers', name, 'same');
  const fields = own.flatMap(({ kind, fields }): readonly string[] => (kind === 'moved' ? ['position'] : fields));
  return rowOf('tiers', name, 'change', { fields: fields.map((field) => ({ field, from: null, to: null })) });
}

/**
 * The tiers of the file become the next version as a whole, when any of them differs from the one in force. Where that would
 * make open cards overdue at once, a manager has to agree to the number: they are left to the page of the tiers.
 */
export const applyTierEntries: ApplySection<'tiers'> = async (parts, entries) => {
  const { tx, ctx } = parts;
  const tiers = readTiers(parts, entries);
  if (isRows(tiers)) return tiers;
  await tx.query('select 1 from tier_sets where is_active for update');
  const active = await activeTiers(tx);
  const changes = diffTiers(active.tiers, tiers);
  const rows = [
    ...tiers.map((tier) => rowFor(tier, changes)),
    ...changes.filter(({ kind }) => kind === 'removed').map(({ name }) => rowOf('tiers', name['zh-CN'], 'remove')),
  ];
  if (changes.length === 0) return rows;
  const [{ now } = { now: 0 }] = await tx.query<{ now: number }>('select now() as now');
  const { changed, overdue, later } = await effectsOf(tx, tiers, now);
  if (overdue > 0)
    return rows.map((row) =>
      row.effect === 'same' ? row : { ...row, effect: 'by-hand', problem: 'cards-overdue', about: String(overdue) },
    );
  const agreed = { changed, overdue, later };
  await putTiersInForce(tx, ctx.actor, active.version + 1, { tiers, changes, agreed, note: '' });
  return rows;
};
