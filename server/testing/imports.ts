import type { Database } from '@/db/client';
import type { Actor } from '../context';
import { cancelImport } from '../imports/cancel';
import { confirmImport } from '../imports/confirm';
import { type FileView, getImport } from '../imports/get';
import type { Take } from '../imports/import-file';
import { readProblems } from '../imports/problems';
import { type NewFile, receiveFile } from '../imports/receive';
import { type ImportWork, workUntilItWaits } from '../imports/work';
import { createLog } from '../log';
import { TEST_KEYRING } from './acting';

const sealed = (db: Database) => ({ db, keyring: TEST_KEYRING });

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

/** Work on imports as a node does it. */
export const importWork = (db: Database, onStored: () => void): ImportWork => ({
  ...sealed(db),
  log: createLog('silent'),
  onStored,
});

export type TestFile = Pick<NewFile, 'shopId'> & Partial<NewFile> & { readonly bytes: Buffer };

/** Brings a file in and has it checked. */
export async function checkedFile(work: ImportWork, actor: Actor, { bytes, ...file }: TestFile): Promise<FileView> {
  const named = { fileName: 'report.csv', exportedAt: null, ...file };
  const fileId = await receiveFile({ ...sealed(work.db), actor }, named, inPieces(bytes));
  await workUntilItWaits(work, fileId);
  return getImport({ db: work.db, actor }, { fileId });
}

/** Brings a file in, has it checked, and takes it. */
export async function importedFile(
  work: ImportWork,
  actor: Actor,
  file: TestFile,
  take: Take = 'whole',
): Promise<FileView> {
  const { fileId } = await checkedFile(work, actor, file);
  await confirmImport({ db: work.db, actor }, { fileId, take });
  await workUntilItWaits(work, fileId);
  return getImport({ db: work.db, actor }, { fileId });
}

export const problemsOf = async (db: Database, fileId: string) =>
  (await readProblems(sealed(db), fileId, '-1.0', 1_000)).problems;

export const givenUp = (db: Database, actor: Actor, fileId: string) => cancelImport({ db, actor }, { fileId });
