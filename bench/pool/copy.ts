import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { CleanUp } from '../clean-up';
import { BARE, INDEXED, SHOP } from './house';

/** A connection of its own for COPY, which the pool of connections does not speak. */
export async function openCopy(url: string, cleanUp: CleanUp): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  cleanUp.add(() => client.end());
  return client;
}

/** A stored order in memory: its columns as text, what is JSON as the object it stands for. */
export type Row = readonly (string | null | object)[];

const JSON_TYPES = [pg.types.builtins.JSON, pg.types.builtins.JSONB];

/** The stored rows of these orders, in memory as whoever loads orders has them. */
export async function rowsOf(client: pg.Client, orderNos: readonly string[]): Promise<readonly Row[]> {
  const getTypeParser = (oid: number) => (JSON_TYPES.includes(oid) ? JSON.parse : String);
  const text = `select * from orders where shop_id = $1 and order_no = any ($2::text[])`;
  const { rows } = await client.query<(string | null | object)[]>({
    ...{ text, values: [SHOP, orderNos], rowMode: 'array' },
    types: { getTypeParser },
  });
  return rows;
}

const SPECIAL = /[\\\t\n\r]/;
const EVERY_SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cell(value: string | null | object): string {
  if (value === null) return '\\N';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return SPECIAL.test(text) ? text.replaceAll(EVERY_SPECIAL, (sign) => ESCAPES[sign] ?? sign) : text;
}

/** Rows as the text that COPY reads. https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS */
export const copyText = (rows: readonly Row[]): Buffer =>
  Buffer.from(rows.map((row) => `${row.map(cell).join('\t')}\n`).join(''));

/** Puts each batch into the table by COPY, in a transaction of its own; `bytesOf` makes the batch into what is sent. */
export async function copyAll<Batch>(
  client: pg.Client,
  table: typeof BARE | typeof INDEXED,
  batches: readonly Batch[],
  bytesOf: (batch: Batch) => Buffer,
): Promise<void> {
  for (const batch of batches) {
    const stream = client.query(copyFrom(`copy ${table} from stdin`));
    stream.end(bytesOf(batch));
    await finished(stream);
  }
}

export const emptyTables = (client: pg.Client): Promise<unknown> => client.query(`truncate ${BARE}, ${INDEXED}`);
