/** Undoes what was started, the last first; each step runs once, and also when another one fails. */
export class CleanUp {
  private readonly steps: (() => Promise<unknown> | unknown)[] = [];
  private running: Promise<void> | null = null;

  add(step: () => Promise<unknown> | unknown): void {
    this.steps.push(step);
  }

  /** Rejects with the first failure, after all steps. Whoever asks again waits for the same run. */
  run(): Promise<void> {
    this.running ??= this.runSteps();
    return this.running;
  }

  private async runSteps(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` and cleans up after it: on success, on failure, and when the process is told to stop. */
export async function withCleanUp<T>(work: (cleanUp: CleanUp) => Promise<T>): Promise<T> {
  const cleanUp = new CleanUp();
  const stop = () => {
    cleanUp.run().then(
      () => process.exit(1),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  try {
    return await work(cleanUp);
  } finally {
    await cleanUp.run();
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
}
