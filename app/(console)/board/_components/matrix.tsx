'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMay } from '@/app/_client/me';
import { yuanText } from '@/app/_order/money';
import { ordersPath } from '@/app/_order/order-params';
import { BOARD_STATES, type BoardState } from '@/domain/order/board-state';
import { PLATFORMS } from '@/domain/order/platform';
import { MAINLAND_REGIONS } from '@/domain/order/region';
import type { BoardSummary } from '@/server/board/summary';
import { EmptyState } from '@/ui/empty-state';
import { countText, shareText } from './figures';
import { Panel } from './panel';

const COLUMNS = [...MAINLAND_REGIONS, 'other'] as const;
type Column = (typeof COLUMNS)[number];
type Cells = BoardSummary['totals'];
/** Rows grow with the pane up to this height. */
const ROW_AT_MOST_PX = 42;

const columnOf = (region: string): Column => MAINLAND_REGIONS.find((known) => known === region) ?? 'other';
const sumOf = (cells: Cells): number => cells.reduce((sum, cell) => sum + cell.n, 0);
const within = (cells: Cells, column: Column): Cells => cells.filter((cell) => columnOf(cell.region) === column);

/** Today's orders by platform and region, darker where there are more, and what state they are in. */
export function Matrix({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  if (summary.totals.length > 0) return <MatrixOfToday {...summary} />;
  return (
    <Panel id="matrix" title={t('matrix')} side={t('matrixHint')}>
      <EmptyState title={t('emptyTitle')} hint={t('emptyHint')}>
        <p className="flex gap-4">
          <MayImport />
          <Link href="/orders" className="text-tide hover:underline">
            {t('emptyOrders')}
          </Link>
        </p>
      </EmptyState>
    </Panel>
  );
}

function MayImport() {
  const t = useTranslations('board');
  if (!useMay('imports.create')) return null;
  return (
    <Link href="/imports" className="text-tide hover:underline">
      {t('emptyImport')}
    </Link>
  );
}

function MatrixOfToday({ totals, day }: Pick<BoardSummary, 'totals' | 'day'>) {
  const t = useTranslations();
  const amountFen = totals.reduce((sum, cell) => sum + cell.amountFen, 0);
  const rows = PLATFORMS.map((platform) => ({ platform, cells: totals.filter((cell) => cell.platform === platform) }))
    .filter((row) => row.cells.length > 0)
    .toSorted((a, b) => sumOf(b.cells) - sumOf(a.cells));
  const most = Math.max(1, ...rows.flatMap((row) => COLUMNS.map((column) => sumOf(within(row.cells, column)))));
  return (
    <Panel id="matrix" title={t('board.matrix')} side={t('board.amountToday', { amount: yuanText(amountFen) })}>
      <div className="min-h-0 flex-1 overflow-auto px-3">
        <table
          className="w-full table-fixed border-separate border-spacing-0.5 text-small min-[1600px]:text-base"
          style={{ height: `min(100%, ${(rows.length + 2) * ROW_AT_MOST_PX}px)` }}
        >
          <thead>
            <tr>
              <th scope="col" className="h-6 w-[19%] text-left font-normal text-ink-3">
                {t('board.matrixPlatform')}
              </th>
              {COLUMNS.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className="px-0.5 text-right font-normal whitespace-nowrap text-ink-3 min-[1600px]:px-1.5"
                >
                  {t(`board.regionShort.${column}`)}
                </th>
              ))}
              <th scope="col" className="w-[13%] pl-1 text-right font-normal text-ink-3">
                {t('board.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PlatformRow key={row.platform} {...row} day={day} most={most} />
            ))}
            <TotalRow totals={totals} day={day} />
          </tbody>
        </table>
      </div>
      <States totals={totals} day={day} />
    </Panel>
  );
}

function PlatformRow(props: { platform: (typeof PLATFORMS)[number]; cells: Cells; day: string; most: number }) {
  const { platform, cells, day, most } = props;
  const t = useTranslations();
  const name = t(`terms.platform.${platform}`);
  return (
    <tr>
      <th scope="row" className="truncate text-left font-normal">
        {name}
      </th>
      {COLUMNS.map((column) => {
        const n = sumOf(within(cells, column));
        const label = t('board.cellLabel', { platform: name, region: t(`board.regionShort.${column}`), count: n });
        return (
          <td key={column} className="relative h-7 p-0">
            {n === 0 ? (
              <span className={`${CELL} bg-sunken text-ink-3`}>·</span>
            ) : (
              <Link
                href={ordersPath({ day, platform, region: column })}
                aria-label={label}
                className={`${CELL} hover:underline`}
                style={{ background: `color-mix(in srgb, var(--tide) ${heatOf(n, most)}%, var(--surface))` }}
              >
                {countText(n)}
              </Link>
            )}
          </td>
        );
      })}
      <td className="text-right font-semibold">
        <Link href={ordersPath({ day, platform })} className="hover:underline">
          {countText(sumOf(cells))}
        </Link>
      </td>
    </tr>
  );
}

const CELL = 'absolute inset-0 flex items-center justify-end rounded-sm px-0.5 min-[1600px]:px-1.5';

/** Shade of a cell in per cent; the darkest still carries dark or light text at 4.5:1. */
const heatOf = (n: number, most: number): number => Math.round(6 + 36 * Math.sqrt(n / most));

function TotalRow({ totals, day }: { totals: Cells; day: string }) {
  const t = useTranslations('board');
  return (
    <tr className="font-semibold">
      <th scope="row" className="h-7 text-left font-normal text-ink-3">
        {t('total')}
      </th>
      {COLUMNS.map((column) => {
        const n = sumOf(within(totals, column));
        return (
          <td key={column} className="px-0.5 text-right min-[1600px]:px-1.5">
            {n === 0 ? (
              <span className="text-ink-3">·</span>
            ) : (
              <Link href={ordersPath({ day, region: column })} className="hover:underline">
                {countText(n)}
              </Link>
            )}
          </td>
        );
      })}
      <td className="text-right">
        <Link href={ordersPath({ day })} className="hover:underline">
          {countText(sumOf(totals))}
        </Link>
      </td>
    </tr>
  );
}

const STATE_GROUNDS: Readonly<Record<BoardState, string>> = {
  unpaid: 'bg-line-strong/60',
  'to-review': 'bg-ink-3/70',
  'to-ship': 'bg-tide/45',
  shipped: 'bg-tide/75',
  abnormal: 'bg-red',
  closed: 'bg-tide',
};

/** What state today's orders are in, as one bar and in figures. */
function States({ totals, day }: { totals: Cells; day: string }) {
  const t = useTranslations();
  const all = sumOf(totals);
  const states = BOARD_STATES.map((state) => ({ state, n: sumOf(totals.filter((cell) => cell.state === state)) }));
  const shown = states.filter(({ n }) => n > 0);
  return (
    <div className="px-3.5 pt-2 pb-2">
      <div aria-hidden className="flex h-2.5 gap-px overflow-hidden rounded">
        {shown.map(({ state, n }) => (
          <i key={state} className={STATE_GROUNDS[state]} style={{ width: `${(100 * n) / all}%` }} />
        ))}
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-3.5 text-small">
        {shown.map(({ state, n }) => {
          const share = shareText((10_000 * n) / all);
          return (
            <li key={state}>
              <Link
                href={ordersPath({ day, state })}
                className="flex h-6 items-center gap-1.5 whitespace-nowrap hover:underline"
              >
                <i aria-hidden className={`size-2 rounded-sm ${STATE_GROUNDS[state]}`} />
                <span className="text-ink-2">{t(`terms.state.${state}`)}</span>
                <b className={`font-semibold ${state === 'abnormal' ? 'text-red' : ''}`}>{countText(n)}</b>
                <span className="text-ink-3">{share}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
