import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What a benchmark hands back: its figure, the limit measured in the same run, and whether the goal holds. */
export interface BenchResult {
  readonly bench: string;
  readonly value: number;
  readonly limit: number;
  readonly ratio: number;
  readonly pass: boolean;
  /** Nothing was measured, since what it needs is not there. */
  readonly isSkipped?: boolean;
}
interface Bench {
  readonly run: (args: readonly string[]) => Promise<BenchResult> | BenchResult;
}

/** `npm run bench -- NAME …` runs bench/NAME.ts; its last line is one JSON object. Exit code 1 when the goal is missed. */
async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  if (!/^[a-z][a-z0-9-]*$/u.test(name) || name === 'main' || !existsSync(file)) {
    throw new Error(`usage: npm run bench -- NAME, where bench/NAME.ts exists (got "${name}")`);
  }
  const bench = (await import(pathToFileURL(file).href)) as Bench;
  const result = await bench.run(args);
  console.log(JSON.stringify(result));
  process.exitCode = result.pass || result.isSkipped ? 0 : 1;
}

await main(process.argv.slice(2));
