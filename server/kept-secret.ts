import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const exists = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** What is kept in DATA_DIR/name, readable by its owner only; made on the first start, once, however many start together. */
export async function keptSecret(dataDir: string, name: string, make: () => string): Promise<string> {
  const file = path.join(dataDir, name);
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (kept) return kept;
  const secret = make();
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await mkdir(dataDir, { recursive: true });
  await writeFile(draft, secret, { mode: 0o600 });
  try {
    // A link appears whole or not at all, and never replaces the secret of a process that was first.
    await link(draft, file);
    return secret;
  } catch (error) {
    if (exists(error)) return readFile(file, 'utf8');
    throw error;
  } finally {
    await unlink(draft);
  }
}
