import { Agent } from 'node:http';
import { type Door, pushUntilTaken } from '../sending/post';
import type { Push } from './plan';

/** The sender's own record: what was acknowledged, and what each push was told on the way. */
export interface SenderLog {
  /** Message ids whose own body was acknowledged. */
  readonly acknowledged: Set<string>;
  readonly conflictsAcknowledged: Set<string>;
  /** Answers and breaks by kind, over all tries. */
  readonly answers: Map<string, number>;
  sent: number;
}

const CONNECTIONS = 24;

export const newLog = (): SenderLog => ({
  acknowledged: new Set(),
  conflictsAcknowledged: new Set(),
  answers: new Map(),
  sent: 0,
});

/** Sends pushes until each is acknowledged. A conflict waits until what it contradicts has been acknowledged. */
export async function sendAll(door: Door, pushes: readonly Push[], log: SenderLog): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const count = (answer: number | string) =>
    log.answers.set(String(answer), (log.answers.get(String(answer)) ?? 0) + 1);
  const waiting: Push[] = [];
  let next = 0;
  const sender = async () => {
    for (let push = pushes[next]; push; push = pushes[next]) {
      next += 1;
      if (push.isConflict && !log.acknowledged.has(push.id)) {
        waiting.push(push);
        continue;
      }
      await pushUntilTaken(agent, door, push, count);
      (push.isConflict ? log.conflictsAcknowledged : log.acknowledged).add(push.id);
      log.sent += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  for (const push of waiting) {
    await pushUntilTaken(agent, door, push, count);
    log.conflictsAcknowledged.add(push.id);
    log.sent += 1;
  }
  agent.destroy();
}
