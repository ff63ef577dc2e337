const EVERY_MS = 20;

/** Waits until `condition` holds; throws with `what` once `limitMs` have passed. */
export async function until(what: string, limitMs: number, condition: () => Promise<boolean>): Promise<void> {
  const giveUpAtMs = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAtMs) throw new Error(`${what}: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
