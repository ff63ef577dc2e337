import type { SealedDb } from '@/server/privacy/sealed-db';
import type { ListConnections } from './connections';

/** What asking for orders needs besides the database. */
export interface FetchServices extends SealedDb {
  readonly connections: ListConnections;
  /** Wakes this node's pipeline; called after commits that put orders into the inbox. */
  readonly wakePipeline: () => void;
  /** Told of everything that went wrong with a shop's platform; it is tried again by itself. */
  readonly onProblem: (shopId: string, error: unknown) => void;
  /** From 0 up to 1: spreads retries. */
  readonly random: () => number;
}
