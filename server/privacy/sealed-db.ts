import type { Database, Sql } from '@/db/client';
import type { Keyring } from './keyring';

/** A database, or one transaction, with the keys that seal and open the personal values in it. */
export interface SealedDb<D extends Sql = Database> {
  readonly db: D;
  readonly keyring: Keyring;
}
