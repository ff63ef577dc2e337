import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { FoundShare } from '@/domain/health/lost-pushes';
import type { Rhythm } from '@/domain/health/silence';

/** How asking a platform for its orders goes. */
export interface AskingHealth {
  /** Orders that wait to be asked for (counted up to 10,000), and since when the first of them does. */
  readonly waiting: number;
  readonly waitingSince: Instant | null;
  /** Calls of today (Asia/Shanghai) that brought no order, of how many. */
  readonly failedToday: number;
  readonly askedToday: number;
}

/** How something that is connected to us does, for people; what it has not is null. */
export interface ConnectionHealth {
  /** KIND:ID. */
  readonly id: string;
  readonly kind: 'shop' | 'wecom' | 'notice' | 'qimen' | 'kuaidi100' | 'wechat-pay';
  readonly name: string;
  readonly groupName: string | null;
  /** Where it is set up. */
  readonly path: string;
  /** The shop's own id, by which its dead letters are found. */
  readonly shopId: string | null;
  readonly lastEventAt: Instant | null;
  /** What waits to be worked on (counted up to 10,000), and since when the first of it does. */
  readonly waiting: number;
  readonly waitingSince: Instant | null;
  readonly retrying: number;
  readonly deadLetters: number;
  /** Of the last hour. */
  readonly arrived: number | null;
  readonly asideOfArrived: number | null;
  readonly foundByPoll: number | null;
  /** Where the other side should tell of orders: of those of the last hour, how many were found only by looking. */
  readonly told: FoundShare | null;
  /** Since when so many are that pushes must be lost. */
  readonly losingSince: Instant | null;
  /** Where orders have to be asked for. */
  readonly asking: AskingHealth | null;
  /** What is wrong just now, in the other side's words; null: nothing is known to be. */
  readonly problem: string | null;
  /** The names of what a shop has not entered yet: it is not connected, and nothing is wrong. */
  readonly missing: readonly string[];
  readonly rhythm: Rhythm | null;
  /** Of how much something is expected; null: it is expected to speak without that. */
  readonly awaited: number | null;
  readonly silentSince: Instant | null;
  /** Messages in each five minutes of the last six hours, oldest first. */
  readonly trend: readonly number[] | null;
  readonly liveSecrets: number | null;
  readonly oldestSecretAt: Instant | null;
  readonly canSendTest: boolean;
}

/** One kind of connection: reads how all of it does within these groups (null: all). */
export type ConnectionSource = (sql: Sql, groups: readonly string[] | null) => Promise<readonly ConnectionHealth[]>;

/** What a connection without shop, secrets and counted messages leaves open. */
export const NOT_COUNTED = {
  ...{ shopId: null, arrived: null, asideOfArrived: null, foundByPoll: null, rhythm: null, silentSince: null },
  ...{ trend: null, liveSecrets: null, oldestSecretAt: null, canSendTest: false, retrying: 0, deadLetters: 0 },
  ...{ waiting: 0, waitingSince: null, missing: [], awaited: null },
  ...{ told: null, losingSince: null, asking: null },
} as const;
