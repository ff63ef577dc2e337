import type { Database, Sql } from '@/db/client';
import { type Keyring, KeyringError } from './keyring';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns';
import type { SealedDb } from './sealed-db';

const CHUNK = 500;
/** SQL for the id of the key that sealed a value: its length stands in the second byte, the id after it. */
const keyIdIn = (column: string): string =>
  `convert_from(substring(${column} from 3 for get_byte(${column}, 1)), 'LATIN1')`;

/** How many values each key has sealed, over all sealed columns. */
export async function countByKey(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { table, column } of SEALED_COLUMNS) {
    const rows = await sql.query<{ keyId: string; n: number }>(
      `select ${keyIdIn(column)} as "keyId", count(*)::int as n from ${table} where ${column} is not null group by 1`,
    );
    for (const { keyId, n } of rows) counts.set(keyId, (counts.get(keyId) ?? 0) + n);
  }
  return counts;
}

/** Whether anything is still sealed with a key. */
export async function isKeyInUse(sql: Sql, keyId: string): Promise<boolean> {
  for (const { table, column } of SEALED_COLUMNS) {
    const [row] = await sql.query(
      `select 1 from ${table} where ${column} is not null and ${keyIdIn(column)} = $1 limit 1`,
      [keyId],
    );
    if (row) return true;
  }
  return false;
}

export interface RotationProgress {
  readonly table: string;
  /** Rows looked at in this table so far. */
  readonly seen: number;
  readonly resealed: number;
}
export interface Rotation {
  readonly resealed: number;
  /** Values that no key opens, by table and key of the row: they were changed in the database. They stay as they are. */
  readonly unopened: readonly string[];
}

type Row = Readonly<Record<string, string>> & { readonly purpose: string; readonly old: Buffer | null };

/** Named with their table: a bare name in `order by` would mean the text that is selected under it. */
const keyColumns = ({ key }: SealedColumn): string =>
  Object.keys(key)
    .map((name) => `t.${name}`)
    .join(', ');

/** The next rows after `after`, in the order of their key; `old` is null where the value needs no new seal. */
function nextRows(sql: Sql, at: SealedColumn, activeId: string, after: readonly string[] | null) {
  const { table, column, key, purpose } = at;
  const from = Object.values(key).map((type, index) => `$${index + 2}::${type}`);
  const isAfter = after === null ? '' : `and (${keyColumns(at)}) > (${from.join(', ')})`;
  return sql.query<Row>(
    `select ${Object.keys(key)
      .map((name) => `t.${name}::text as ${name}`)
      .join(', ')}, ${purpose} as purpose, case when ${keyIdIn(column)} <> $1 then ${column} end as old
     from ${table} t where ${column} is not null ${isAfter} order by ${keyColumns(at)} limit ${CHUNK}`,
    [activeId, ...(after ?? [])],
  );
}

function reseal(keyring: Keyring, { purpose, old }: Row): Buffer | null {
  try {
    return old === null ? null : keyring.seal(keyring.open(old, purpose), purpose);
  } catch (error) {
    if (error instanceof KeyringError) return null;
    throw error;
  }
}

/** Puts the new values in place, each only where the old one still stands. Returns how many. */
async function putBack(db: Database, at: SealedColumn, rows: readonly { row: Row; sealed: Buffer }[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { table, column, key } = at;
  const keys = Object.entries(key);
  const types = [...keys.map(([, type]) => `${type}[]`), 'bytea[]', 'bytea[]'];
  const isSame = keys.map(([name]) => `t.${name} = n.${name}`).join(' and ');
  const changed = await db.query(
    `update ${table} t set ${column} = n.sealed
     from unnest(${types.map((type, index) => `$${index + 1}::${type}`).join(', ')}) n (${Object.keys(key).join(', ')}, old, sealed)
     where ${isSame} and t.${column} = n.old returning 1`,
    [
      ...keys.map(([name]) => rows.map(({ row }) => row[name])),
      rows.map(({ row }) => row.old),
      rows.map(({ sealed }) => sealed),
    ],
  );
  return changed.length;
}

/**
 * Seals every value anew that an older key sealed, in steps of at most 500 rows, beside servers that know the new key. May
 * be stopped anywhere: what has the new seal already is passed over the next time. A value that changes meanwhile is left
 * alone, since whoever changed it sealed it with the new key.
 */
export async function rotateKeys(
  { db, keyring }: SealedDb,
  onProgress: (progress: RotationProgress) => void = () => {},
): Promise<Rotation> {
  let resealed = 0;
  const unopened: string[] = [];
  for (const at of SEALED_COLUMNS) {
    let after: string[] | null = null;
    for (let seen = 0; ; ) {
      const rows: Row[] = await nextRows(db, at, keyring.activeId, after);
      const due = rows.filter(({ old }) => old !== null).map((row) => ({ row, sealed: reseal(keyring, row) }));
      const keyOf = (row: Row) => Object.keys(at.key).map((name) => row[name] ?? '');
      unopened.push(
        ...due.filter(({ sealed }) => sealed === null).map(({ row }) => `${at.table} ${keyOf(row).join('/')}`),
      );
      resealed += await putBack(
        db,
        at,
        due.flatMap(({ row, sealed }) => (sealed === null ? [] : [{ row, sealed }])),
      );
      seen += rows.length;
      if (rows.length > 0) onProgress({ table: at.table, seen, resealed });
      const last = rows.at(-1);
      if (last === undefined || rows.length < CHUNK) break;
      after = keyOf(last);
    }
  }
  return { resealed, unopened };
}
