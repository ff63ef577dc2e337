import type { LiveSocket } from './live-server';

/** The rooms that a socket has asked for. Its questions are answered one after another. */
export class Watching {
  readonly rooms = new Set<string>();
  private asked: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: LiveSocket,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Runs work after everything that was asked before. */
  inTurn(work: () => Promise<void>): Promise<void> {
    this.asked = this.asked.then(work).catch(this.onTrouble);
    return this.asked;
  }

  /** Resolves when everything asked so far is answered. */
  settled(): Promise<void> {
    return this.asked;
  }

  async join(room: string): Promise<void> {
    this.rooms.add(room);
    await this.socket.join(room);
  }

  async leave(room: string): Promise<void> {
    if (this.rooms.delete(room)) await this.socket.leave(room);
  }
}
