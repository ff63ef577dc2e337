import type { Instant } from '@/domain/clocks/instant';

/** Anything that can run SQL: the pool, or one transaction. int8 arrives as text, timestamptz as Instant (epoch ms). */
export interface Sql {
  query<Row>(text: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** A connection pool on one PostgreSQL database. */
export interface Database extends Sql {
  /** Runs work in one transaction; commits when it resolves, rolls back and rethrows when it rejects. */
  tx<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** The database's clock: the only source of "now" for decisions. */
  now(): Promise<Instant>;
  close(): Promise<void>;
}
