import type { Sql } from './client';

/** xid8, pg_current_xact_id() and client_connection_check_interval all stand from here on. */
const OLDEST_MAJOR = 15;

/** Why this server cannot be used, in words for the person who set DATABASE_URL; null when it can. */
export function serverRefusal(server: {
  readonly versionNum: number;
  readonly version: string;
  readonly encoding: string;
  readonly preparedTransactions: number;
}): string | null {
  if (Math.floor(server.versionNum / 10_000) < OLDEST_MAJOR)
    return `DATABASE_URL points to PostgreSQL ${server.version}; Tidewatch needs PostgreSQL ${OLDEST_MAJOR} or newer. Upgrade that server, or leave DATABASE_URL empty to use the built-in one.`;
  if (server.encoding !== 'UTF8')
    return `The database of DATABASE_URL is encoded in ${server.encoding}; Tidewatch needs UTF8. Create it with: create database tidewatch encoding 'UTF8' template template0`;
  if (server.preparedTransactions > 0)
    return 'The server allows two-phase commits (max_prepared_transactions > 0), which the live feed cannot see. Set max_prepared_transactions to 0 for this server.';
  return null;
}

/** Throws the refusal as an Error when the server is unfit. */
export async function assertVersion(db: Sql): Promise<void> {
  const [server] = await db.query<Parameters<typeof serverRefusal>[0]>(
    `select current_setting('server_version_num')::int as "versionNum", current_setting('server_version') as version,
       current_setting('server_encoding') as encoding, current_setting('max_prepared_transactions')::int as "preparedTransactions"`,
  );
  if (!server) throw new Error('the database server did not tell its version');
  const refusal = serverRefusal(server);
  if (refusal) throw new Error(refusal);
}
