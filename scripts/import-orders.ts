/** npm run import -- FILE [--shop ID] [--dry-run] [--json]: takes a file of orders in, or says what that would do. */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorCode } from '@/db/sql-errors';
import { readReason, reasonTextWithoutPath } from '@/domain/intake/reason';
import type { Problem } from '@/server/channels/csv/columns';
import type { SystemActor } from '@/server/context';
import { EnvError, readEnv } from '@/server/env';
import { AppError } from '@/server/errors';
import { cancelImport } from '@/server/imports/cancel';
import { chooseShop } from '@/server/imports/choose-shop';
import { confirmImport } from '@/server/imports/confirm';
import { type FileView, getImport } from '@/server/imports/get';
import type { Take } from '@/server/imports/import-file';
import { readProblems } from '@/server/imports/problems';
import { receiveFile } from '@/server/imports/receive';
import { type ImportWork, workUntilItWaits } from '@/server/imports/work';
import { createLog } from '@/server/log';
import { startPipeline } from '@/server/pipeline/worker';
import { createRuleSetCache } from '@/server/rules/active';
import { openStore, type Store } from '@/server/store';

const USAGE = `Takes in an order report (CSV in UTF-8 or GBK, or .xlsx) of Taobao/Tmall, Douyin, Pinduoduo or JD, or any other
whose columns somebody has explained under Imports.

  npm run import -- FILE [--shop ID] [--dry-run] [--good-rows] [--json] [--exported-at 2026-11-11T20:00:00+08:00]

  --shop         the shop whose orders the file lists; not needed while there is at most one
  --dry-run      says what would change, and imports nothing
  --good-rows    takes the orders that can be read and lists the others; without it a wrong row refuses the whole file
  --exported-at  when the file was exported, where its newest order does not tell

Ends with 0 when all is in the database, 1 when it failed, 2 when called wrongly, 3 when the file was refused (nothing was
imported), 4 when the stored orders differ from the file.`;

const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, differs: 4 } as const;
const actor: SystemActor = { kind: 'system', job: 'import-orders' };
const log = createLog('warn', process.stderr);

interface Command {
  readonly file: string;
  readonly shop: string | null;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  readonly exportedAt: number | null;
  readonly take: Take;
}

class UsageError extends Error {}

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        shop: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'good-rows': { type: 'boolean', default: false },
        'exported-at': { type: 'string' },
      },
    });
  } catch (error) {
    if (errorCode(error)?.startsWith('ERR_PARSE_ARGS')) throw new UsageError((error as Error).message);
    throw error;
  }
}

function readCommand(args: string[]): Command {
  const { values, positionals } = readOptions(args);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Name one file.');
  const exportedAt = values['exported-at'] === undefined ? null : Date.parse(values['exported-at']);
  if (Number.isNaN(exportedAt)) throw new UsageError('--exported-at is not a time.');
  const take = values['good-rows'] ? 'good' : 'whole';
  return { file, shop: values.shop ?? null, isDryRun: values['dry-run'], isJson: values.json, exportedAt, take };
}

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;
const minute = (at: number | null): string =>
  at === null ? '–' : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const sums = (of: { amountFen: number; paidFen: number; refundFen: number }): string =>
  `amount ${yuan(of.amountFen)}, paid ${yuan(of.paidFen)}, refunded ${yuan(of.refundFen)}`;

function problemLine({ row, column, value, reason }: Problem): string {
  const coded = readReason(reason);
  const place = `${row === 0 ? 'header' : `row ${row}`}${column && `, ${column}`}${value && `, "${value}"`}`;
  return `  ${place}: ${coded ? reasonTextWithoutPath(coded, 'en') : reason}`;
}

/** What came of a file: its last state, and the first of what is wrong with it. */
interface Outcome {
  readonly file: FileView;
  readonly problems: readonly Problem[];
}

const LISTED = 100;

function* outcomeLines({ file, problems }: Outcome, isDryRun: boolean): Generator<string> {
  const { summary, inDatabase } = file;
  const effects = inDatabase === null ? summary?.effects : file.effects;
  if (summary === null || !effects) return;
  yield `${summary.orders} orders placed ${minute(summary.from)} to ${minute(summary.to)} (GMT+8): ${sums(summary)}`;
  yield `new ${effects.new}, changed ${effects.changed}, same ${effects.same}, newer known already ${effects.older}`;
  if (inDatabase !== null) {
    yield `stored ${file.stored}, set aside as unreadable ${file.unreadable}`;
    yield `in the database now: ${inDatabase.orders} orders, ${sums(inDatabase)}`;
    yield file.isEqual ? 'equal to the file' : 'not equal to the file';
  }
  if (isDryRun) {
    for (const { orderNo, before, after } of summary.changes) {
      yield `  ${orderNo}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
    }
  }
  if (summary.refused > 0) yield `rows that cannot be taken: ${summary.refused}`;
  yield* problems.map(problemLine);
}

async function outcomeOf(store: Store, fileId: string): Promise<Outcome> {
  const file = await getImport({ db: store.db, actor }, { fileId });
  const { problems } = await readProblems(store, fileId, '-1.0', LISTED);
  return { file, problems: file.refusal ? [file.refusal] : problems };
}

/** Whether the file is to be taken as it was asked for. */
const isToBeTaken = ({ file }: Outcome, { isDryRun, take }: Command): boolean =>
  file.state === 'checked' && !isDryRun && (take === 'good' || file.summary?.refused === 0);

/** The orders go through a pipeline of this process, beside those of any servers that run on the same database. */
async function work(store: Store, command: Command): Promise<Outcome> {
  const ctx = { db: store.db, keyring: store.keyring, actor };
  const shopId = await chooseShop(ctx, command.shop, !command.isDryRun);
  const file = { shopId, fileName: path.basename(command.file), exportedAt: command.exportedAt };
  const fileId = await receiveFile(ctx, file, createReadStream(command.file));
  const { keyring } = store;
  const pipeline = startPipeline({
    db: store.workerDb,
    keyring,
    rules: createRuleSetCache(),
    log,
    onCommitted: () => {},
  });
  const imports: ImportWork = { db: store.workerDb, keyring, log, onStored: pipeline.wake };
  try {
    await workUntilItWaits(imports, fileId);
    const checked = await outcomeOf(store, fileId);
    if (!isToBeTaken(checked, command)) {
      await cancelImport(ctx, { fileId });
      return checked;
    }
    await confirmImport(ctx, { fileId, take: command.take });
    await workUntilItWaits(imports, fileId);
    return await outcomeOf(store, fileId);
  } finally {
    await pipeline.stop();
  }
}

function exitOf({ file }: Outcome, { isDryRun }: Command): number {
  if (file.state === 'checked' && isDryRun) return file.summary?.refused === 0 ? EXIT.done : EXIT.refused;
  if (file.state !== 'done') return file.state === 'failed' ? EXIT.failed : EXIT.refused;
  const isExplained = file.isEqual || (file.effects?.older ?? 0) > 0;
  return file.unreadable === 0 && isExplained ? EXIT.done : EXIT.differs;
}

const jsonOf = ({ file, problems }: Outcome): string => {
  const { summary, ...rest } = file;
  return JSON.stringify({ ...summary, ...rest, effects: file.inDatabase ? file.effects : summary?.effects, problems });
};

/** Says what came of the file; what was refused goes to the error output. */
function tell(outcome: Outcome, command: Command): void {
  const { file, problems } = outcome;
  if (command.isJson) console.log(jsonOf(outcome));
  else console.log([...outcomeLines(outcome, command.isDryRun)].join('\n'));
  if (file.state === 'done' || (file.state === 'checked' && command.isDryRun)) return;
  if (file.state === 'unmapped') {
    console.error(`The columns are none that are known; say under Imports what they are: ${file.headings?.join(', ')}`);
    return;
  }
  console.error('The file was refused; nothing was imported.');
  console.error(problems.map(problemLine).join('\n'));
}

async function main(command: Command): Promise<number> {
  await access(command.file);
  const store = await openStore(readEnv(), log);
  try {
    const outcome = await work(store, command);
    tell(outcome, command);
    return exitOf(outcome, command);
  } finally {
    await store.close();
  }
}

/** Says what went wrong in words for the person at the terminal; returns the exit code. */
function explain(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const isExpected = error instanceof AppError || error instanceof EnvError;
  console.error(isExpected ? error.message : `The import failed: ${String(error)}`);
  return EXIT.failed;
}

const args = process.argv.slice(2);
if (args.includes('--help')) console.log(USAGE);
else {
  try {
    process.exitCode = await main(readCommand(args));
  } catch (error) {
    process.exitCode = explain(error);
  }
}
