import type { Instant } from '@/domain/clocks/instant';

/** Things to do later, taken out in the order of their time (of equal times, in the order put in). */
export interface Agenda<T> {
  readonly size: number;
  put(at: Instant, thing: T): void;
  /** The next thing whose time has come; undefined when there is none yet. */
  takeDue(now: Instant): T | undefined;
  /** All that is left, in no particular order. */
  all(): readonly T[];
}

interface Entry<T> {
  readonly at: Instant;
  readonly place: number;
  readonly thing: T;
}

const isBefore = <T>(a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.place < b.place);

/** A binary heap. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let places = 0;

  function rise(entry: Entry<T>): void {
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  function sink(entry: Entry<T>): void {
    let index = 0;
    for (;;) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const below = isRight ? right : left;
      if (!isBefore(below, entry)) break;
      heap[index] = below;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = entry;
  }

  return {
    get size() {
      return heap.length;
    },
    put(at, thing) {
      places += 1;
      rise({ at, place: places, thing });
    },
    takeDue(now) {
      const [first] = heap;
      if (first === undefined || first.at > now) return undefined;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return first.thing;
    },
    all: () => heap.map(({ thing }) => thing),
  };
}
