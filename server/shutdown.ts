import type { Log } from './log';

export interface ShutdownStep {
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

/**
 * Runs the steps one after another; one that fails is logged and the next still runs. Resolves to whether all went well
 * within the limit.
 */
export async function shutDown(steps: readonly ShutdownStep[], limitMs: number, log: Log): Promise<boolean> {
  let isClean = true;
  let current = '';
  const all = async () => {
    for (const step of steps) {
      current = step.what;
      try {
        await step.run();
      } catch (error) {
        isClean = false;
        log.error({ err: error, step: step.what }, 'a step of the shutdown failed');
      }
    }
    return true;
  };
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const isInTime = await Promise.race([all(), limit]);
  clearTimeout(timer);
  if (!isInTime) log.error({ step: current, limitMs }, 'the shutdown took too long');
  return isClean && isInTime;
}
