import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
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

/** The stored rows of these orders as COPY writes them. */
export async function rowsOf(client: pg.Client, orderNos: readonly string[]): Promise<Buffer> {
  const list = orderNos.map((orderNo) => pg.escapeLiteral(orderNo)).join(', ');
  return buffer(
    client.query(copyTo(`copy (select * from orders where shop_id = '${SHOP}' and order_no in (${list})) to stdout`)),
  );
}

/** Puts each batch into the table by COPY, in a transaction of its own. */
export async function copyAll(
  client: pg.Client,
  table: typeof BARE | typeof INDEXED,
  batches: readonly Buffer[],
): Promise<void> {
  for (const bytes of batches) {
    const stream = client.query(copyFrom(`copy ${table} from stdin`));
    stream.end(bytes);
    await finished(stream);
  }
}

export const emptyTables = (client: pg.Client): Promise<unknown> => client.query(`truncate ${BARE}, ${INDEXED}`);
