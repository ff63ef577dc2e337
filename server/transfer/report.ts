import type { SectionName } from './settings-file';

export type FieldValue = string | number | boolean | null | readonly string[];

export interface FieldChange {
  readonly field: string;
  readonly from: FieldValue;
  readonly to: FieldValue;
}

/**
 * What becomes of one entry of a file: added, changed, as it is already, or no longer there (of rules and tiers, which are
 * replaced as a whole); left to be done by hand, since the file lacks a secret or a person has to agree; another role's to
 * change; or refused, which keeps the whole file from being applied.
 */
export type Effect = 'add' | 'change' | 'same' | 'remove' | 'by-hand' | 'not-yours' | 'refused';

export interface TransferRow {
  readonly section: SectionName;
  /** The name by which a person knows it. */
  readonly name: string;
  readonly effect: Effect;
  /** Of a change: the fields that differ. */
  readonly fields: readonly FieldChange[];
  /** Of a refusal, and of what is left to be done by hand: why, and about which value. */
  readonly problem: string | null;
  readonly about: string | null;
}

/** What a file would do, or did. */
export interface TransferReport {
  readonly isApplied: boolean;
  readonly rows: readonly TransferRow[];
}

const isSame = (one: FieldValue, other: FieldValue): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The named fields in which two entries differ. */
export function changesBetween<Values extends object>(
  before: Values,
  after: Values,
  fields: readonly (keyof Values & string)[],
): readonly FieldChange[] {
  return fields.flatMap((field) => {
    const [from, to] = [before[field] as FieldValue, after[field] as FieldValue];
    return isSame(from, to) ? [] : [{ field, from, to }];
  });
}

/** A row of the report; what is not said is nothing. */
export const rowOf = (
  section: SectionName,
  name: string,
  effect: Effect,
  more: Partial<Pick<TransferRow, 'fields' | 'problem' | 'about'>> = {},
): TransferRow => ({ section, name, effect, fields: [], problem: null, about: null, ...more });
