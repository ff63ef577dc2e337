import { createHash, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Database } from '@/db/client';
import { HOUR_MS } from '@/domain/clocks/instant';
import { type Env, EnvError } from '../env';
import { keptSecret } from '../kept-secret';
import { headBlock } from './block';

/** Where checkpoints lie and with what they are signed. */
export type CheckpointPlace = Pick<Env, 'dataDir' | 'auditKey'>;

const statement = z.strictObject({
  version: z.literal(1),
  /** Counts up in this folder; a missing one shows. */
  number: z.number().int().min(1),
  /** SHA-256 of the checkpoint before it in this folder; null for the first. */
  previous: z.string().nullable(),
  at: z.iso.datetime(),
  incarnation: z.string(),
  block: z.string().regex(/^\d{1,19}$/),
  /** Hex of the block's hash. */
  hash: z.string(),
  /** The newest row under the seal. */
  lastId: z.string(),
});
const signed = z.strictObject({ statement, signature: z.string() });
export type Checkpoint = z.infer<typeof signed>;

/** A first one comes as soon as there is a block. */
const EVERY_MS = HOUR_MS;
const FOLDER = 'audit-checkpoints';
const folderOf = (place: CheckpointPlace) => path.join(place.dataDir, FOLDER);
const NAME = /^\d{8}\.json$/;
const nameOf = (number: number) => `${String(number).padStart(8, '0')}.json`;

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410). */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

function keyFrom(text: string): KeyObject {
  const seed = Buffer.from(text.trim(), 'base64');
  if (seed.length !== SEED_BYTES)
    throw new EnvError('AUDIT_KEY must be 32 bytes in base64 (openssl rand -base64 32 makes one)');
  return createPrivateKey({ key: Buffer.concat([ED25519_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

/** The key that signs checkpoints: AUDIT_KEY, or one made on the first start and kept in DATA_DIR/audit-key. */
export const auditKey = async ({ auditKey: given, dataDir }: CheckpointPlace): Promise<KeyObject> =>
  keyFrom(given ?? (await keptSecret(dataDir, 'audit-key', () => randomBytes(SEED_BYTES).toString('base64'))));

const bytesOf = (said: Checkpoint['statement']) => Buffer.from(JSON.stringify(said));
const digestOf = (said: Checkpoint['statement']) => createHash('sha256').update(bytesOf(said)).digest('hex');

/** Names a key in app_meta, where the number of its newest checkpoint is kept, so that missing files show. */
export const meterOf = (key: KeyObject): string => {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return `audit-checkpoint.${createHash('sha256').update(der).digest('hex').slice(0, 16)}`;
};

/** Whether the checkpoint is as it was signed. */
export const isGenuine = ({ statement: said, signature }: Checkpoint, key: KeyObject): boolean =>
  verify(null, bytesOf(said), createPublicKey(key), Buffer.from(signature, 'base64'));

/** Whether `later` names `earlier` as the one before it. */
export const follows = (later: Checkpoint, earlier: Checkpoint): boolean =>
  later.statement.previous === digestOf(earlier.statement);

/** A file in the folder and what it holds; null where that is no checkpoint. */
export interface CheckpointFile {
  readonly name: string;
  readonly checkpoint: Checkpoint | null;
}

/** Every checkpoint of this folder, oldest first. */
export async function readCheckpoints(place: CheckpointPlace): Promise<CheckpointFile[]> {
  const folder = folderOf(place);
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      const parsed = signed.safeParse(asJson(text));
      return { name, checkpoint: parsed.success ? parsed.data : null };
    }),
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function newestCheckpoint(place: CheckpointPlace): Promise<Checkpoint | null> {
  const last = (await readCheckpoints(place)).at(-1);
  if (last && last.checkpoint === null) throw new Error(`${FOLDER}/${last.name} is not a checkpoint any more`);
  return last?.checkpoint ?? null;
}

/**
 * Signs what the newest block says and puts it into DATA_DIR/audit-checkpoints, outside the database: whoever shortens or
 * rewrites the chain up to its end would have to forge it. At most one an hour. Returns it; null when none is due.
 */
export async function writeCheckpoint(db: Database, place: CheckpointPlace): Promise<Checkpoint | null> {
  const head = await headBlock(db);
  if (head === null) return null;
  const before = await newestCheckpoint(place);
  const hash = head.hash.toString('hex');
  const now = await db.now();
  const isFresh = before !== null && now - Date.parse(before.statement.at) < EVERY_MS;
  if (isFresh || before?.statement.hash === hash) return null;
  const key = await auditKey(place);
  const said: Checkpoint['statement'] = {
    version: 1,
    number: (before?.statement.number ?? 0) + 1,
    previous: before ? digestOf(before.statement) : null,
    at: new Date(now).toISOString(),
    incarnation: head.incarnation,
    block: head.block,
    hash,
    lastId: head.lastId,
  };
  const checkpoint = { statement: said, signature: sign(null, bytesOf(said), key).toString('base64') };
  const file = path.join(folderOf(place), nameOf(said.number));
  await writeFile(`${file}.draft`, `${JSON.stringify(checkpoint, null, 2)}\n`);
  await rename(`${file}.draft`, file);
  await db.query(
    `insert into app_meta (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value`,
    [meterOf(key), JSON.stringify({ number: said.number, at: said.at, block: said.block })],
  );
  return checkpoint;
}
