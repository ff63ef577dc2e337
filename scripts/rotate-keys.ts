/** npm run keys:rotate [-- --new | --status]: puts a new data key into use and seals everything anew with it. */
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EnvError, readEnv } from '@/server/env';
import { createLog } from '@/server/log';
import { KeyringError, newKeyringText, parseKeyring } from '@/server/privacy/keyring';
import { countByKey, rotateKeys } from '@/server/privacy/rotate-keys';
import { openStore, type Store } from '@/server/store';

const USAGE = `Rotates the keys that seal personal data and secrets.

  1. npm run keys:rotate -- --new   adds a key to DATA_DIR/data-keys (with DATA_KEYS set: says what to add there)
  2. restart every server; what they write from then on is sealed with the new key
  3. npm run keys:rotate            seals everything else anew, beside the servers; may be stopped and started again
  4. remove the old key where it says so, and restart the servers

  --status   only counts what each key has sealed

Ends with 0 when nothing is left to do, 1 when it failed, 2 when called wrongly, 3 when values could not be opened.`;

const EXIT = { done: 0, failed: 1, usage: 2, unopened: 3 } as const;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** The next free name: k2 after k1. */
function nextId(ids: Iterable<string>): string {
  const numbers = [...ids].map((id) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers) + 1}`;
}

/** Adds a key to the file; whoever reads it meanwhile sees the old keys or all of them. */
async function addKey(dataKeys: string | null, dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'data-keys');
  const text = dataKeys ?? (await readFile(file, 'utf8'));
  const id = nextId(parseKeyring(text).fingerprints.keys());
  if (dataKeys !== null) {
    say(`DATA_KEYS is set: put ",${id}:$(openssl rand -base64 32)" at its end, on every server, and restart them all.`);
    return;
  }
  const [, fresh = ''] = newKeyringText().split('\n');
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${text.trimEnd()}\n${fresh.replace(/^k1:/, `${id}:`)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
  say(`${file} has the new key ${id}. Back the file up apart from the database, and restart every server on it.`);
  say('Then run "npm run keys:rotate" to seal what is there already.');
}

async function sayCounts({ db, keyring }: Store): Promise<ReadonlyMap<string, number>> {
  const counts = await countByKey(db);
  const ids = new Set([...keyring.fingerprints.keys(), ...counts.keys()]);
  ids.delete('index');
  for (const id of ids) {
    const state = id === keyring.activeId ? 'seals' : keyring.fingerprints.has(id) ? 'opens' : 'missing';
    say(`  ${id.padEnd(12)} ${state.padEnd(8)} ${counts.get(id) ?? 0} values`);
  }
  return counts;
}

function progressLine(): (progress: { table: string; seen: number; resealed: number }) => void {
  let saidAtMs = 0;
  return ({ table, seen, resealed }) => {
    if (performance.now() - saidAtMs < 1_000) return;
    saidAtMs = performance.now();
    say(`  ${table}: ${seen} rows looked at; ${resealed} values sealed anew in all`);
  };
}

async function rotate(store: Store): Promise<number> {
  const { keyring } = store;
  say(`Sealing everything anew with ${keyring.activeId}:`);
  await sayCounts(store);
  const { resealed, unopened } = await rotateKeys({ db: store.workerDb, keyring }, progressLine());
  say(`${resealed} values were sealed anew. Now:`);
  const left = await sayCounts(store);
  for (const row of unopened) say(`  cannot be opened, and stays as it is: ${row}`);
  const old = [...keyring.fingerprints.keys()].filter((id) => id !== 'index' && id !== keyring.activeId);
  const free = old.filter((id) => !left.has(id));
  if (free.length > 0)
    say(`No value needs ${free.join(', ')} any more: take it out of the data keys. Backups from before still need it.`);
  return unopened.length > 0 ? EXIT.unopened : EXIT.done;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { new: { type: 'boolean' }, status: { type: 'boolean' } } });
  const env = readEnv();
  if (values.new) {
    await addKey(env.dataKeys, env.dataDir);
    return EXIT.done;
  }
  const store = await openStore(env, createLog('warn', process.stderr));
  try {
    if (!values.status) return await rotate(store);
    await sayCounts(store);
    return EXIT.done;
  } finally {
    await store.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const isKnown = error instanceof EnvError || error instanceof KeyringError;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    isUsage ? `${text}\n\n${USAGE}\n` : `${isKnown ? '' : 'The keys could not be rotated. '}${text}\n`,
  );
  process.exitCode = isUsage ? EXIT.usage : EXIT.failed;
}
