import type { Instant } from '@/domain/clocks/instant';
import type { Attendance } from '@/domain/desk/attendance';
import type { NoticeKind } from '@/domain/desk/notice';
import type { SeatState } from '@/domain/desk/presence';
import type { QueueRow } from '@/domain/desk/task';

/** Every message the server sends to browsers, by topic. Patches carry no personal value in plain text. */
export interface LivePatches {
  /** A card was opened, joined, assigned, reassigned, became overdue or was closed: the whole row, replace by version. */
  'task.changed': QueueRow;
  /** Something about an order changed: refetch it if it is open. */
  'order.changed': { readonly orderNo: string };
  /** A message, call, note … was stored for a customer. */
  'interaction.stored': {
    readonly customerId: string;
    readonly interactionId: string;
    readonly taskIds: readonly string[];
  };
  /** A sent reply changed state. */
  'interaction.changed': { readonly customerId: string; readonly interactionId: string; readonly sendState: string };
  'seat.changed': { readonly userId: string; readonly state: SeatState; readonly isPresent: boolean };
  /** Board counters were folded: refetch the board. */
  'board.changed': { readonly at: Instant };
  /** A draft was saved by another page of the same agent. */
  'draft.saved': { readonly taskId: string };
  /** A person was added or changed: refetch people, and who is signed in where it is oneself. */
  'people.changed': { readonly userId: string };
  /** A group was added, changed or removed: refetch groups. */
  'groups.changed': { readonly groupId: string };
  /** A shop or its secrets changed: refetch shops. */
  'shops.changed': { readonly shopId: string };
  /** A WeCom account changed: refetch the accounts. */
  'wecom.changed': { readonly accountId: string };
  /** Another link, or something came to its door: refetch the links. */
  'links.changed': { readonly linkId: string };
  /** What warehouse, courier or payment service say of an order changed: refetch it where it is shown. */
  'outside.changed': { readonly orderId: string };
  /** Sources contradict each other about an order, or agree again: refetch conflicts and their share. */
  'conflicts.changed': { readonly orderId: string };
  /** A notice channel or one of its posts changed: refetch them. */
  'notice-channels.changed': { readonly channelId: string };
  /** A hold over incoming messages was placed, changed or ended, or let some of them go: refetch the holds. */
  'holds.changed': { readonly holdId: string };
  /** Stock of these SKUs moved, or what is made of them changed: refetch them. */
  'stock.changed': { readonly skus: readonly string[] };
  /** Dead letters were put through again, or settled: refetch them. */
  'dead-letters.changed': { readonly redriveId: string | null };
  /** Incoming messages were counted, or a shop fell silent or spoke again: refetch the health of what is connected. */
  'health.changed': { readonly at: Instant };
  /** A page opened a card, left it, writes on it, or has it to itself. */
  'card.attended': Attendance;
  /** A notice, and what it says where it is to be said at once. */
  'notice.posted': {
    readonly noticeId: string;
    readonly kind?: NoticeKind;
    readonly by?: string;
    readonly taskId?: string;
  };
  /** A right was lent to a person, or ended: refetch grants, and everything where it is one's own. */
  'grant.changed': { readonly grantId: string; readonly userId: string };
  'rules.published': { readonly version: number };
  'tiers.published': { readonly version: number };
  /** Open cards were brought over to new tiers, in chunks: queues sort themselves anew. */
  'tiers.applied': { readonly version: number; readonly done: number; readonly total: number };
  /** Sign-ins that ended: their sockets are closed by every node. Never forwarded to browsers. */
  'session.ended': { readonly sessionIds: readonly string[] };
}
export type LiveTopic = keyof LivePatches;

/** One change as it travels: feed row -> socket -> cache. `id` is the entity's id, `version` its version after it. */
export type LiveEvent = {
  [T in LiveTopic]: {
    readonly topic: T;
    readonly cursor: string;
    readonly id: string;
    readonly version: number;
    readonly at: Instant;
    readonly patch: LivePatches[T];
  };
}[LiveTopic];

/** Answer to resume(cursor): the missed events, or too-old / another database incarnation -> refetch everything. */
export type ResumeAnswer =
  | {
      readonly kind: 'events';
      readonly events: readonly LiveEvent[];
      readonly cursor: string;
      readonly serverNow: Instant;
    }
  | {
      readonly kind: 'reset';
      readonly cursor: string;
      readonly serverNow: Instant;
      /** The page knows another history (the database was restored): no version it remembers means anything here. */
      readonly isOtherHistory: boolean;
    };

/** Socket.IO event map, both directions. */
export interface ServerToClient {
  live: (event: LiveEvent) => void;
  /** Every 2 s: the newest cursor and the server's clock, for the freshness chip and the countdowns. */
  pulse: (beat: {
    readonly cursor: string;
    readonly serverNow: Instant;
    readonly lagMs: number;
    /** How long the oldest incoming message has waited to be judged. */
    readonly intakeLagMs: number;
  }) => void;
  /** What this person may see has changed, and the rooms of the socket with it: refetch everything. */
  'rights-changed': () => void;
  /** The sign-in behind this socket ended; the page goes to sign-in. */
  'signed-out': () => void;
}
export interface ClientToServer {
  resume: (cursor: string | null, answer: (result: ResumeAnswer) => void) => void;
  watch: (room: string, answer: (result: { readonly ok: boolean }) => void) => void;
  unwatch: (room: string) => void;
  /** Somebody looks at the page: the sign-in is not idle. */
  active: () => void;
  /** The page is at this card (null: at none), and whether somebody writes on it. pageId is the page's own. */
  attend: (pageId: string, taskId: string | null, isTyping: boolean) => void;
}
