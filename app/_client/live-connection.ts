import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, LiveEvent, ServerToClient } from '@/domain/live/events';
import { goToSignIn } from './sign-in';

/** live: what the page shows is current; reconnecting: the socket is down; stalled: it is up, but nothing comes. */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'stalled';

export interface Freshness {
  readonly status: LiveStatus;
  /** Age of the newest state known to be complete, by the server's clock; null before the first answer. */
  readonly ageMs: number | null;
  /** Server time up to which the page is complete. */
  readonly asOf: number | null;
}

/** What the browser's clock must be corrected by to read the server's. */
export interface ServerClock {
  readonly offsetMs: number;
}

const STALLED_AFTER_MS = 12_000;
const RESUME_EVERY_MS = 30_000;
const CHECK_EVERY_MS = 1_000;
/** A connection that was taken but never answered is given up, and tried again. */
const CONNECT_LIMIT_MS = 5_000;

type EventListener = (event: LiveEvent) => void;

/** One socket of one page: follows the feed, asks for what it missed, and knows how fresh the page is. */
export class LiveConnection {
  private readonly socket: Socket<ServerToClient, ClientToServer>;
  private readonly listeners = new Set<EventListener>();
  private readonly resetListeners = new Set<() => void>();
  private readonly changeListeners = new Set<() => void>();
  private readonly rooms = new Map<string, number>();
  private cursor: string | null = null;
  private heardAtMs: number | null = null;
  private lagMs = 0;
  private offsetMs = 0;
  private shown: Freshness = { status: 'connecting', ageMs: null, asOf: null };
  private wasConnected = false;

  constructor() {
    this.socket = io({
      transports: ['websocket'],
      timeout: CONNECT_LIMIT_MS,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_500,
    });
    this.socket.on('connect', () => this.onConnect());
    this.socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') this.socket.connect();
      this.refresh();
    });
    this.socket.on('connect_error', (error) => {
      if (error.message === 'signed-out') goToSignIn();
      this.refresh();
    });
    this.socket.on('signed-out', () => goToSignIn());
    this.socket.on('live', (event) => this.onEvent(event));
    this.socket.on('pulse', ({ serverNow, lagMs }) => this.hear(serverNow, lagMs));
    setInterval(() => this.refresh(), CHECK_EVERY_MS);
    setInterval(() => this.resume(), RESUME_EVERY_MS);
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

  /** Called when the page has to refetch everything: too much was missed, or the database is another one. */
  onReset(listener: () => void): () => void {
    this.resetListeners.add(listener);
    return () => this.resetListeners.delete(listener);
  }

  onFreshness(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  /** Follows a room until the returned function is called; several watchers of one room share it. */
  watch(room: string): () => void {
    const watchers = this.rooms.get(room) ?? 0;
    this.rooms.set(room, watchers + 1);
    if (watchers === 0 && this.socket.connected) this.socket.emit('watch', room, () => undefined);
    return () => {
      const left = (this.rooms.get(room) ?? 1) - 1;
      if (left > 0) return void this.rooms.set(room, left);
      this.rooms.delete(room);
      if (this.socket.connected) this.socket.emit('unwatch', room);
    };
  }

  private onConnect(): void {
    for (const room of this.rooms.keys()) this.socket.emit('watch', room, () => undefined);
    this.resume();
  }

  private resume(): void {
    if (!this.socket.connected) return;
    const isFirst = this.cursor === null && !this.wasConnected;
    this.wasConnected = true;
    this.socket.emit('resume', this.cursor, (answer) => {
      this.cursor = answer.cursor;
      this.hear(answer.serverNow, 0);
      if (answer.kind === 'events') for (const event of answer.events) this.tell(event);
      else if (!isFirst) for (const listener of this.resetListeners) listener();
    });
  }

  private onEvent(event: LiveEvent): void {
    this.cursor = event.cursor;
    this.tell(event);
  }

  private tell(event: LiveEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  private hear(serverNow: number, lagMs: number): void {
    this.heardAtMs = performance.now();
    this.lagMs = lagMs;
    this.offsetMs = serverNow - Date.now();
    this.refresh();
  }

  private refresh(): void {
    const ageMs = this.heardAtMs === null ? null : performance.now() - this.heardAtMs + this.lagMs;
    const status = this.statusAt(ageMs);
    this.shown = { status, ageMs, asOf: ageMs === null ? null : this.serverNow() - ageMs };
    for (const listener of this.changeListeners) listener();
  }

  private statusAt(ageMs: number | null): LiveStatus {
    if (!this.socket.connected) return this.wasConnected ? 'reconnecting' : 'connecting';
    return ageMs === null || ageMs <= STALLED_AFTER_MS ? 'live' : 'stalled';
  }
}

let connection: LiveConnection | null = null;

/** The page's one connection; made at its first use. */
export function liveConnection(): LiveConnection {
  connection ??= new LiveConnection();
  return connection;
}
