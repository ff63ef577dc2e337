export interface Throttle {
  /** Asks for the work to be done; cheap, may be called any number of times. */
  readonly ask: () => void;
  /** Nothing is done any more. */
  readonly stop: () => void;
}

/**
 * Does the work at once when asked after a quiet time, otherwise not sooner than `everyMs` after it was last begun, and
 * never twice at a time: on a slow server the page asks less often instead of giving up answers under way. Whatever is
 * asked while it works is done once more afterwards, so the last request is always followed by work that began later.
 */
export function throttle(work: () => Promise<unknown>, everyMs: number): Throttle {
  let begunAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isWorking = false;
  let isAskedAgain = false;
  let isStopped = false;
  const begin = () => {
    timer = null;
    isWorking = true;
    isAskedAgain = false;
    begunAtMs = performance.now();
    const end = () => {
      isWorking = false;
      if (isAskedAgain) ask();
    };
    work().then(end, end);
  };
  const ask = () => {
    if (isStopped) return;
    if (isWorking) isAskedAgain = true;
    else timer ??= setTimeout(begin, Math.max(0, begunAtMs + everyMs - performance.now()));
  };
  const stop = () => {
    isStopped = true;
    if (timer !== null) clearTimeout(timer);
  };
  return { ask, stop };
}
