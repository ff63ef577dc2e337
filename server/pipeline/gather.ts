import { isTransient } from './halving';
import type { Arrival, Outcome } from './inbox-store';

interface Waiting {
  readonly arrival: Arrival;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}
type StoreTogether = (arrivals: readonly Arrival[]) => Promise<Outcome[]>;

/** Stores that run at the same time: while one waits for the disk, the next can begin. */
const UNDERWAY_MAX = 2;
const TOGETHER_MAX = 200;
const TOGETHER_MAX_BYTES = 4 * 1024 * 1024;

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes off the front of the line what one statement may hold, but at least one. */
function takePart(line: Waiting[]): Waiting[] {
  let bytes = 0;
  const end = line.findIndex(({ arrival }, index) => {
    bytes += arrival.body.length;
    return index > 0 && (index >= TOGETHER_MAX || bytes > TOGETHER_MAX_BYTES);
  });
  return line.splice(0, end === -1 ? line.length : end);
}

/**
 * Stores each message on its own terms, many at a time: what arrives while a store is under way joins the next one, so
 * that many share one statement and one write to disk. Nobody waits for company. What SQL refuses is stored one by one,
 * so that a message nobody can store fails alone.
 */
export function gatherArrivals(store: StoreTogether): (arrival: Arrival) => Promise<Outcome> {
  const line: Waiting[] = [];
  let underway = 0;

  async function storePart(part: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await store(part.map(({ arrival }) => arrival));
      for (const [index, outcome] of outcomes.entries()) part[index]?.resolve(outcome);
    } catch (error) {
      if (part.length > 1 && !isTransient(error)) {
        for (const one of part) await storePart([one]);
      } else for (const { reject } of part) reject(error);
    }
  }

  async function storeLine(): Promise<void> {
    underway += 1;
    // Requests that were read in the same turn of the event loop go together.
    await endOfTurn();
    while (line.length > 0) await storePart(takePart(line));
    underway -= 1;
  }

  return (arrival) =>
    new Promise((resolve, reject) => {
      line.push({ arrival, resolve, reject });
      if (underway < UNDERWAY_MAX) void storeLine();
    });
}
