import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Instant } from '@/domain/clocks/instant';
import { BYTE_ORDER_MARK, type Cell, csvLine } from '@/domain/files/csv-line';
import { audit } from '../audit';
import { assertCan } from '../can';
import type { Context, Services, UserActor } from '../context';
import { notFound } from '../errors';
import type { RouteParams, SignedInRoute } from '../http/routes';
import { SUPERVISOR_ROWS, shaOfTicket, TICKET_MS } from './begin';
import type { Locale, OpenExport } from './export-list';
import { EXPORT_LISTS, type ExportListId } from './lists';
import { type FileFormat, sendFile } from './send-file';
import { timeText } from './words';
import { workbookFile } from './workbook-file';

interface Run {
  readonly id: string;
  readonly list: ExportListId;
  readonly format: FileFormat;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly locale: Locale;
  readonly now: Instant;
}

const PAGE_ROWS = 500;

/** A ticket is good once, for whom it was made, and not for long. */
async function redeemTicket({ db, actor }: Context<UserActor>, ticket: string): Promise<Run> {
  const [run] = await db.query<Run>(
    `update export_runs set fetched_at = now() where ticket_sha = $1 and actor = $2 and fetched_at is null
       and created_at > now() - make_interval(secs => $3) returning id, list, format, filter, locale, now() as now`,
    [shaOfTicket(ticket), actor.userId, TICKET_MS / 1_000],
  );
  if (!run || !(run.list in EXPORT_LISTS)) throw notFound('export');
  return run;
}

/** Reads a list page by page behind its headings; `counted` hears how many rows went out. */
async function* readPages(
  ctx: Context<UserActor>,
  open: OpenExport,
  counted: (rows: number) => void,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  yield [open.headings];
  const most = ctx.actor.role === 'supervisor' ? SUPERVISOR_ROWS : Number.POSITIVE_INFINITY;
  let after: string | undefined;
  let sent = 0;
  do {
    const page = await open.page(ctx, after, Math.min(PAGE_ROWS, most - sent));
    sent += page.rows.length;
    counted(sent);
    yield page.rows;
    after = page.next ?? undefined;
  } while (after !== undefined && sent < most);
}

async function* csvFile(pages: AsyncIterable<readonly (readonly Cell[])[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(BYTE_ORDER_MARK);
  for await (const rows of pages) yield Buffer.from(rows.map(csvLine).join(''));
}

/** "orders-20261111-080000-douyin-to-ship.csv": what, when, and by which filter. */
function fileName({ now, filter, format }: Run, title: string): string {
  const time = timeText(now).replaceAll(/[-:]/gu, '').replace(' ', '-');
  const by = Object.values(filter).map((value) => `-${String(value).replaceAll(/[^\p{L}\p{N}]+/gu, '-')}`);
  return `${title}-${time}${by.join('').slice(0, 80)}.${format}`;
}

/** GET /api/exports/:ticket: the file that the ticket stands for, once. Put on record with the rows that went out. */
export function exportRoutes(services: Services): SignedInRoute[] {
  async function handle(
    _req: IncomingMessage,
    res: ServerResponse,
    params: RouteParams,
    actor: UserActor,
  ): Promise<void> {
    const ctx: Context<UserActor> = { ...services, actor };
    const run = await redeemTicket(ctx, params.ticket ?? '');
    const open = EXPORT_LISTS[run.list](run.filter, run.locale);
    assertCan(actor, open.action, { groupId: actor.groupId });
    let rows = 0;
    let isWhole = false;
    const pages = readPages(ctx, open, (sent) => {
      rows = sent;
    });
    try {
      const chunks = run.format === 'csv' ? csvFile(pages) : workbookFile(pages);
      isWhole = await sendFile(res, fileName(run, open.title), run.format, chunks);
    } finally {
      await services.db.tx(async (tx) => {
        await tx.query('update export_runs set finished_at = now(), rows = $2 where id = $1', [run.id, rows]);
        await audit(tx, actor, 'exports.finish', run.id, { list: run.list, format: run.format, rows, isWhole });
      });
    }
  }
  return [{ kind: 'signed-in', method: 'GET', path: '/api/exports/:ticket', action: 'exports.download', handle }];
}
