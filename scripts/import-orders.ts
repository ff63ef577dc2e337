/** npm run import -- FILE [--shop ID] [--dry-run] [--json]: takes a file of orders in, or says what that would do. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorCode } from '@/db/sql-errors';
import { RefusedFile } from '@/server/channels/csv/columns';
import type { SystemActor } from '@/server/context';
import { EnvError, readEnv } from '@/server/env';
import { AppError } from '@/server/errors';
import { chooseShop } from '@/server/imports/choose-shop';
import { type ImportPreview, previewImport } from '@/server/imports/preview';
import { type ImportResult, runImport } from '@/server/imports/run';
import { createLog } from '@/server/log';
import { createInbox } from '@/server/pipeline/inbox';
import { startPipeline } from '@/server/pipeline/worker';
import { createRuleSetCache } from '@/server/rules/active';
import { openStore, type Store } from '@/server/store';

const USAGE = `Takes in an order report of Taobao/Tmall (CSV, UTF-8 or GBK).

  npm run import -- FILE [--shop ID] [--dry-run] [--json] [--exported-at 2026-11-11T20:00:00+08:00]

  --shop         the shop whose orders the file lists; not needed while there is at most one
  --dry-run      says what would change, and writes nothing
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
  return { file, shop: values.shop ?? null, isDryRun: values['dry-run'], isJson: values.json, exportedAt };
}

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;
const minute = (at: number | null): string =>
  at === null ? '–' : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const sums = (of: { amountFen: number; paidFen: number; refundFen: number }): string =>
  `amount ${yuan(of.amountFen)}, paid ${yuan(of.paidFen)}, refunded ${yuan(of.refundFen)}`;

const problemLine = ({ line, column, value, reason }: RefusedFile['problems'][number]): string =>
  `  line ${line}${column && `, ${column}`}${value && `, "${value}"`}: ${reason}`;

function* outcomeLines(outcome: ImportPreview | ImportResult): Generator<string> {
  const { effects } = outcome;
  yield `${outcome.rows} orders placed ${minute(outcome.from)} to ${minute(outcome.to)} (GMT+8): ${sums(outcome)}`;
  yield `new ${effects.new}, changed ${effects.changed}, same ${effects.same}, newer known already ${effects.older}`;
  if ('stored' in outcome) {
    yield `stored ${outcome.stored}, set aside as unreadable ${outcome.unreadable}`;
    yield `in the database now: ${outcome.inDatabase.orders} orders, ${sums(outcome.inDatabase)}`;
    yield outcome.isEqual ? 'equal to the file' : 'not equal to the file';
    return;
  }
  for (const { orderNo, before, after } of outcome.changes) {
    yield `  ${orderNo}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
  }
  if (outcome.refused > 0) yield `${outcome.refused} rows would be refused, and with them the file:`;
  yield* outcome.problems.map(problemLine);
}

/** The orders go through a pipeline of this process, beside those of any servers that run on the same database. */
async function work(store: Store, command: Command, bytes: Buffer): Promise<ImportPreview | ImportResult> {
  const ctx = { db: store.db, actor };
  const shopId = await chooseShop(ctx, command.shop, !command.isDryRun);
  const file = { shopId, fileName: path.basename(command.file), bytes, exportedAt: command.exportedAt };
  if (command.isDryRun) return previewImport(ctx, file);
  const { keyring } = store;
  const pipeline = startPipeline({
    db: store.workerDb,
    keyring,
    rules: createRuleSetCache(),
    log,
    onCommitted: () => {},
  });
  try {
    return await runImport(
      { ...ctx, inbox: createInbox({ db: store.db, keyring, log, onStored: pipeline.wake }) },
      file,
    );
  } finally {
    await pipeline.stop();
  }
}

function exitOf(outcome: ImportPreview | ImportResult): number {
  if (!('stored' in outcome)) return outcome.refused > 0 ? EXIT.refused : EXIT.done;
  const isExplained = outcome.isEqual || outcome.effects.older > 0;
  return outcome.unreadable === 0 && isExplained ? EXIT.done : EXIT.differs;
}

async function main(command: Command): Promise<number> {
  const bytes = await readFile(command.file);
  const store = await openStore(readEnv(), log);
  try {
    const outcome = await work(store, command, bytes);
    console.log(command.isJson ? JSON.stringify(outcome) : [...outcomeLines(outcome)].join('\n'));
    return exitOf(outcome);
  } finally {
    await store.close();
  }
}

/** Says what went wrong in words for the person at the terminal; returns the exit code. */
function explain(error: unknown, isJson: boolean): number {
  if (error instanceof RefusedFile) {
    const { problems, total } = error;
    if (isJson) console.log(JSON.stringify({ refused: total, problems }));
    console.error(`The file was refused; nothing was imported. Rows with problems: ${total}`);
    console.error(problems.map(problemLine).join('\n'));
    return EXIT.refused;
  }
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
    process.exitCode = explain(error, args.includes('--json'));
  }
}
