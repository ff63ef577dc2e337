/**
 * A stand-in for the application, for tests that kill it: starts or joins the built-in server under argv[2] and tells its
 * parent, a line each: {"pid": postmaster, "isAttached"} and then {"id"} after every commit.
 */
import { openDatabase } from '../client';
import { startEmbedded } from '../embedded';

const say = (fact: object) => process.stdout.write(`${JSON.stringify(fact)}\n`);

async function main(dataRoot: string): Promise<void> {
  const server = await startEmbedded(dataRoot);
  const db = openDatabase({ url: server.url, max: 4 });
  await db.query('create table if not exists kept (id bigint generated always as identity)');
  say({ pid: server.pid(), isAttached: server.isAttached });
  for (;;) {
    const [row] = await db.query<{ id: string }>('insert into kept default values returning id');
    say({ id: row?.id });
  }
}

const [, , dataRoot] = process.argv;
if (!dataRoot) throw new Error('give the data folder');
await main(dataRoot);
