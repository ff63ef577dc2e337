import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface Scenario {
  /** Resolves to what was found wrong, a line each; none means that every promise held. */
  readonly run: (args: readonly string[]) => Promise<readonly string[]>;
}

/** `npm run test:chaos -- NAME …` runs chaos/NAME.ts. Exit code 1 when a promise was broken. */
async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  if (!/^[a-z][a-z0-9-]*$/u.test(name) || name === 'main' || !existsSync(file)) {
    throw new Error(`usage: npm run test:chaos -- NAME, where chaos/NAME.ts exists (got "${name}")`);
  }
  const scenario = (await import(pathToFileURL(file).href)) as Scenario;
  const wrong = await scenario.run(args);
  for (const line of wrong) console.log(`BROKEN: ${line}`);
  console.log(JSON.stringify({ chaos: name, broken: wrong.length, pass: wrong.length === 0 }));
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
