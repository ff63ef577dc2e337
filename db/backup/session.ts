import pg from 'pg';
import type { Sql } from '../client';
import { connectionConfig } from '../connection';

/** One connection of its own without time limits, for work that reads or writes everything in one transaction. */
export interface Session {
  readonly client: pg.Client;
  readonly sql: Sql;
  close(): Promise<void>;
}

export async function openSession(url: string, applicationName: string): Promise<Session> {
  const client = new pg.Client(connectionConfig({ url, applicationName }));
  // A lost connection also fails the statement under way, which is where it is dealt with.
  client.on('error', () => {});
  await client.connect();
  await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = 0');
  return {
    client,
    sql: { query: async (text, params) => (await client.query(text, params ? [...params] : undefined)).rows },
    close: () => client.end(),
  };
}
