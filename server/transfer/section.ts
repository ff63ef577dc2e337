import type { Sql } from '@/db/client';
import type { Context, UserActor } from '../context';
import { AppError } from '../errors';
import { rowOf, type TransferRow } from './report';
import type { Entry, SectionName } from './settings-file';

/** What applying a section needs besides its entries. */
export interface ApplyParts {
  readonly tx: Sql;
  readonly ctx: Context<UserActor>;
  /** The groups by name as they are by now, those that the file has added too. */
  readonly groupIds: ReadonlyMap<string, string>;
  /** Hash of a password that nobody knows, for the accounts that the file adds. */
  readonly unknownPassword: string;
}

/** Applies a section's entries in the transaction; answers what became of each. */
export type ApplySection<S extends SectionName> = (
  parts: ApplyParts,
  entries: readonly Entry<S>[],
) => Promise<readonly TransferRow[]>;

/** An entry that cannot be applied: why, and which value it is about. */
export class RefusedEntry extends Error {
  override readonly name = 'RefusedEntry';
  constructor(
    readonly problem: string,
    readonly about: string | null = null,
  ) {
    super(problem);
  }
}

/** The id of a group that an entry names; null for none. Throws RefusedEntry when there is no such group. */
export function groupIdOf(parts: ApplyParts, name: string | null): string | null {
  if (name === null) return null;
  const id = parts.groupIds.get(name);
  if (id === undefined) throw new RefusedEntry('no-such-group', name);
  return id;
}

/** Runs the work of one entry; what a verb or a check refuses is that row's, everything else is ours to mend. */
export async function oneRow(
  section: SectionName,
  name: string,
  work: () => Promise<TransferRow>,
): Promise<TransferRow> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RefusedEntry)
      return rowOf(section, name, 'refused', { problem: error.problem, about: error.about });
    if (error instanceof AppError)
      return rowOf(section, name, 'refused', {
        problem: String(error.detail.reason ?? error.detail.field ?? error.code),
      });
    throw error;
  }
}
