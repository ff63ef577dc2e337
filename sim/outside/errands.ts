import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { createAgenda } from '../agenda';

/** Something to be told over HTTP; resolves to the status of the answer, and rejects where there was none. */
export type Errand = () => Promise<number>;

/** What is told of its own accord, later, and again where it was not taken. */
export interface Errands {
  later(at: Instant, errand: Errand): void;
  /** Tells it now. Resolves once it was tried; where it was not taken it is tried again later. */
  now(errand: Errand): Promise<void>;
  /** Something that is not told to anybody. */
  do(at: Instant, work: () => void): void;
  tick(now: Instant): void;
  readonly counts: { readonly taken: number; readonly failed: number };
  /** Resolves when those under way have ended. */
  close(): Promise<void>;
}

/** After a try that was not taken; then it is given up. */
const AGAIN_AFTER_MS = [5 * SECOND_MS, 20 * SECOND_MS, 60 * SECOND_MS];

export function createErrands(clock: () => Instant): Errands {
  const agenda = createAgenda<() => void>();
  const pending = new Set<Promise<void>>();
  const counts = { taken: 0, failed: 0 };

  /** Nobody there is as bad as a refusal: both are tried again. */
  const statusOf = (errand: Errand): Promise<number> => errand().catch(() => 0);

  function start(errand: Errand, tries: number): Promise<void> {
    const trying = statusOf(errand).then((status) => {
      pending.delete(trying);
      if (status >= 200 && status < 300) {
        counts.taken += 1;
        return;
      }
      const again = AGAIN_AFTER_MS[tries];
      if (again === undefined) counts.failed += 1;
      else agenda.put(clock() + again, () => void start(errand, tries + 1));
    });
    pending.add(trying);
    return trying;
  }

  return {
    counts,
    later: (at, errand) => agenda.put(at, () => void start(errand, 0)),
    now: (errand) => start(errand, 0),
    do: (at, work) => agenda.put(at, work),
    tick(now) {
      for (let due = agenda.takeDue(now); due; due = agenda.takeDue(now)) due();
    },
    async close() {
      await Promise.all(pending);
    },
  };
}
