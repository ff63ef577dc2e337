import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, LiveEvent, ResumeAnswer, ServerToClient } from '@/domain/live/events';
import { type Freshness, statusOf } from './freshness';
import { randomId } from './random-id';
import { goToSignIn } from './sign-in';

const RESUME_EVERY_MS = 30_000;
const RESUME_LIMIT_MS = 5_000;
const CHECK_EVERY_MS = 1_000;
/** A page that somebody can see keeps the sign-in awake. */
const ACTIVE_EVERY_MS = 60_000;
/** A connection that was taken but never answered is given up, and tried again. */
const CONNECT_LIMIT_MS = 5_000;
/** A server that closes the connection on purpose is asked again after this long, spread so that pages do not come at once. */
const TURNED_AWAY_MS = 500;

type EventListener = (event: LiveEvent) => void;
/**
 * `isFirst`: the page has just opened, so what it fetched before the socket stood may miss a change. `isOtherHistory`: the
 * database was restored, and the versions that the page remembers mean nothing any more.
 */
type ResetListener = (isFirst: boolean, isOtherHistory: boolean) => void;

export interface LiveOptions {
  /** Where the server is; the page's own origin when left out. */
  readonly url?: string;
  readonly onSignedOut?: () => void;
}

/** One socket of one page: follows the feed, asks for what it missed, and knows how fresh the page is. */
export class LiveConnection {
  private readonly socket: Socket<ServerToClient, ClientToServer>;
  private readonly timers: readonly ReturnType<typeof setInterval>[];
  private readonly listeners = new Set<EventListener>();
  private readonly resetListeners = new Set<ResetListener>();
  private readonly rightsListeners = new Set<() => void>();
  private readonly changeListeners = new Set<() => void>();
  private readonly rooms = new Map<string, number>();
  private readonly openedAtMs = performance.now();
  /** What this page is called among the others; the same through every reconnection. */
  readonly pageId = randomId();
  private attended: string | null = null;
  private cursor: string | null = null;
  private heardAtMs: number | null = null;
  private lagMs = 0;
  private intakeLagMs = 0;
  private offsetMs = 0;
  private isCaughtUp = false;
  private isResumeQueued = false;
  private shown: Freshness = { status: 'connecting', ageMs: null, asOf: null, intakeLagMs: 0 };

  constructor({ url, onSignedOut = goToSignIn }: LiveOptions = {}) {
    const settings = { transports: ['websocket'], timeout: CONNECT_LIMIT_MS, forceNew: true };
    const backOff = { reconnectionDelay: 300, reconnectionDelayMax: 2_500 };
    this.socket = url === undefined ? io({ ...settings, ...backOff }) : io(url, { ...settings, ...backOff });
    this.socket.on('connect', () => this.onConnect());
    this.socket.on('disconnect', (reason) => this.onDisconnect(reason));
    this.socket.on('connect_error', (error) => {
      if (error.message === 'signed-out') onSignedOut();
      this.refresh();
    });
    this.socket.on('signed-out', onSignedOut);
    this.socket.on('live', (event) => this.onEvent(event));
    this.socket.on('rights-changed', () => {
      for (const listener of this.rightsListeners) listener();
    });
    this.socket.on('pulse', ({ serverNow, lagMs, intakeLagMs }) => {
      this.intakeLagMs = intakeLagMs;
      this.hear(serverNow, lagMs);
    });
    this.timers = [
      setInterval(() => this.refresh(), CHECK_EVERY_MS),
      setInterval(() => this.resume(this.cursor), RESUME_EVERY_MS),
      setInterval(() => this.sayActive(), ACTIVE_EVERY_MS),
    ];
    // Timers of a hidden page sleep: back in front it has to know at once.
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      this.resume(this.cursor);
      this.sayActive();
    });
  }

  get freshness(): Freshness {
    return this.shown;
  }

  /** The server's clock now, in epoch ms. */
  serverNow(): number {
    return Date.now() + this.offsetMs;
  }

  onLive(listener: EventListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Called when the page has to refetch everything: it has just opened, missed too much, or the database is another one. */
  onReset(listener: ResetListener): () => void {
    this.resetListeners.add(listener);
    return () => this.resetListeners.delete(listener);
  }

  /** Called when the person may see more or less than before; the rooms of the socket follow already. */
  onRightsChange(listener: () => void): () => void {
    this.rightsListeners.add(listener);
    return () => this.rightsListeners.delete(listener);
  }

  onFreshness(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  /** Follows a room until the returned function is called; several watchers of one room share it. */
  watch(room: string): () => void {
    const watchers = this.rooms.get(room) ?? 0;
    this.rooms.set(room, watchers + 1);
    if (watchers === 0) this.join(room);
    return () => {
      const left = (this.rooms.get(room) ?? 1) - 1;
      if (left > 0) return void this.rooms.set(room, left);
      this.rooms.delete(room);
      if (this.socket.connected) this.socket.emit('unwatch', room);
    };
  }

  /** Tells the others which card this page is at, and whether somebody writes on it. */
  attend(taskId: string | null, isTyping = false): void {
    this.attended = taskId;
    if (this.socket.connected) this.socket.emit('attend', this.pageId, taskId, isTyping);
  }

  /** Ends the connection for good. */
  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.socket.disconnect();
  }

  /** Joins a room and asks for what happened in it since now, so that nothing falls between a fetch and the room. */
  private join(room: string): void {
    if (!this.socket.connected) return;
    this.socket.emit('watch', room, () => undefined);
    if (this.isResumeQueued) return;
    this.isResumeQueued = true;
    const since = this.cursor;
    queueMicrotask(() => {
      this.isResumeQueued = false;
      this.resume(since);
    });
  }

  private onConnect(): void {
    for (const room of this.rooms.keys()) this.socket.emit('watch', room, () => undefined);
    this.resume(this.cursor);
    this.sayActive();
    if (this.attended !== null) this.attend(this.attended);
  }

  private sayActive(): void {
    const isSeen = globalThis.document === undefined || document.visibilityState === 'visible';
    if (isSeen && this.socket.connected) this.socket.emit('active');
  }

  private onDisconnect(reason: string): void {
    this.isCaughtUp = false;
    if (reason === 'io server disconnect') {
      setTimeout(() => this.socket.connect(), TURNED_AWAY_MS * (1 + Math.random()));
    }
    this.refresh();
  }

  /** Asks for everything after a cursor; asked again on this connection until it is answered. */
  private resume(since: string | null): void {
    if (!this.socket.connected) return;
    const { id } = this.socket;
    this.socket.timeout(RESUME_LIMIT_MS).emit('resume', since, (error: Error | null, answer: ResumeAnswer) => {
      if (this.socket.id !== id) return;
      if (error) this.resume(since);
      else this.catchUp(answer, since === null);
    });
  }

  /** `isFirst`: asked without a cursor; such a page has missed nothing, however often it asks while it opens. */
  private catchUp(answer: ResumeAnswer, isFirst: boolean): void {
    this.cursor = answer.cursor;
    this.isCaughtUp = true;
    if (answer.kind === 'events') for (const event of answer.events) this.tell(event);
    else for (const listener of this.resetListeners) listener(isFirst, answer.isOtherHistory);
    this.hear(answer.serverNow, 0);
  }

  private onEvent(event: LiveEvent): void {
    this.cursor = event.cursor;
    this.tell(event);
  }

  private tell(event: LiveEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** A word from the server counts as freshness only once nothing is missing. */
  private hear(serverNow: number, lagMs: number): void {
    this.offsetMs = serverNow - Date.now();
    if (this.isCaughtUp) {
      this.heardAtMs = performance.now();
      this.lagMs = lagMs;
    }
    this.refresh();
  }

  private refresh(): void {
    const nowMs = performance.now();
    const ageMs = this.heardAtMs === null ? null : nowMs - this.heardAtMs + this.lagMs;
    const status = statusOf({ isCaughtUp: this.isCaughtUp, ageMs, openForMs: nowMs - this.openedAtMs });
    const asOf = ageMs === null ? null : this.serverNow() - ageMs;
    this.shown = { status, ageMs, asOf, intakeLagMs: this.intakeLagMs };
    for (const listener of this.changeListeners) listener();
  }
}

let connection: LiveConnection | null = null;

/** The page's one connection; made at its first use. */
export function liveConnection(): LiveConnection {
  connection ??= new LiveConnection();
  return connection;
}
