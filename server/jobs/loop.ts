export interface Loop {
  /** Runs the next step now, or right after the one that runs. */
  wake(): void;
  /** No further step; resolves when the one that runs is over. */
  stop(): Promise<void>;
}

/**
 * Runs `step` over and over, never two at once: again at once while it resolves to true, else after `everyMs` or a wake.
 * A step that throws is reported and tried again after `everyMs`.
 */
export function startLoop(options: {
  readonly everyMs: number;
  readonly step: () => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}): Loop {
  let isWoken = false;
  let isStopping = false;
  let endPause = () => {};

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.everyMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function run(): Promise<void> {
    while (!isStopping) {
      isWoken = false;
      let isToPause = true;
      try {
        isToPause = !(await options.step()) && !isWoken;
      } catch (error) {
        options.onError(error);
      }
      if (isToPause && !isStopping) await pause();
    }
  }

  const over = run();
  return {
    wake: () => {
      isWoken = true;
      endPause();
    },
    stop: () => {
      isStopping = true;
      endPause();
      return over;
    },
  };
}
