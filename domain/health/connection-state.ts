import type { Instant } from '@/domain/clocks/instant';

/** What is known of how a connection does, in the order in which it counts. */
export const CONNECTION_STATES = ['silent', 'losing', 'notConnected', 'failing', 'unheard', 'fine'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

interface Connection {
  readonly silentSince: Instant | null;
  /** Since when pushes must be lost. */
  readonly losingSince: Instant | null;
  /** What it has not been given yet. */
  readonly missing: readonly string[];
  readonly problem: string | null;
  readonly lastEventAt: Instant | null;
}

/** How a connection does, in one word: the worst that is known of it. */
export function connectionStateOf(connection: Connection): ConnectionState {
  if (connection.silentSince !== null) return 'silent';
  if (connection.losingSince !== null) return 'losing';
  if (connection.missing.length > 0) return 'notConnected';
  if (connection.problem !== null) return 'failing';
  return connection.lastEventAt === null ? 'unheard' : 'fine';
}
