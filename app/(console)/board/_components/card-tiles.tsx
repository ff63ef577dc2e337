'use client';
import { useTranslations } from 'next-intl';
import type { BoardSummary } from '@/server/board/summary';
import { Sparkline } from '@/ui/sparkline';
import { Age } from './age';
import { completeSlots, countText, GOAL_DETECT_MS, GOAL_TOLD_BP, secondsText, shareText } from './figures';
import { cardsPath } from './links';
import { FigureLink, Tile, type TileTone } from './tile';

/** How fast a push or message becomes a card on a seat. */
export function DetectTile({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const { detectP95Ms, detectP99Ms, detectOf } = summary.gauges;
  const tone: TileTone = (detectP95Ms ?? 0) > GOAL_DETECT_MS ? 'over' : 'ok';
  return (
    <Tile
      id="detect"
      title={t('detectTile')}
      target={t('detectTarget')}
      figure={detectP95Ms === null ? null : t('seconds', { value: secondsText(detectP95Ms) })}
      hint={t('detectNone')}
      href={cardsPath('measured')}
      tone={tone}
      graph={
        <Sparkline
          values={completeSlots(summary.trend).map((slot) => slot.detectP95Ms)}
          atLeast={GOAL_DETECT_MS}
          tone={tone === 'over' ? 'red' : 'green'}
        />
      }
      left={<FigureLink href={cardsPath('measured')}>{t('detectOf', { count: detectOf })}</FigureLink>}
      right={t('detectP99', { time: t('seconds', { value: secondsText(detectP99Ms ?? 0) }) })}
    />
  );
}

/** Cards past their deadline, those still in the golden window, and the oldest. */
export function OverdueTile({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const { overdue, overdueOldestAt, golden } = summary.gauges;
  return (
    <Tile
      id="overdue"
      title={t('overdueTile')}
      target={t('overdueTarget')}
      figure={countText(overdue)}
      hint=""
      href={cardsPath('overdue')}
      tone={overdue > 0 ? 'over' : 'ok'}
      graph={
        <Sparkline
          values={completeSlots(summary.trend).map((slot) => slot.breaches)}
          atLeast={4}
          tone={overdue > 0 ? 'red' : 'green'}
        />
      }
      left={
        overdue === 0 ? (
          t('nothingOverdue')
        ) : (
          <FigureLink href={cardsPath('golden')}>{t('golden', { count: golden })}</FigureLink>
        )
      }
      right={
        overdueOldestAt !== null && (
          <span className="text-red">{t.rich('oldestOverdue', { age: () => <Age since={overdueOldestAt} /> })}</span>
        )
      }
    />
  );
}

/** Cards that are on no seat, and how long the oldest has waited. */
export function UnclaimedTile({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const { unclaimed, unclaimedOldestAt } = summary.gauges;
  return (
    <Tile
      id="unclaimed"
      title={t('unclaimedTile')}
      target={t('unclaimedTarget')}
      figure={countText(unclaimed)}
      hint=""
      href={cardsPath('unclaimed')}
      tone={unclaimed > 0 ? 'waiting' : 'ok'}
      graph={
        <Sparkline
          values={completeSlots(summary.trend).map((slot) => slot.opened)}
          atLeast={4}
          tone={unclaimed > 0 ? 'amber' : 'green'}
        />
      }
      left={unclaimed === 0 ? t('nothingUnclaimed') : t('openedPerSlot')}
      right={unclaimedOldestAt !== null && t.rich('oldestUnclaimed', { age: () => <Age since={unclaimedOldestAt} /> })}
    />
  );
}

/** Of the cards that became overdue, how many customers heard from us within ten minutes. */
export function ToldTile({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const { toldWithinTenBp, told, toldOf } = summary.gauges;
  const bp = toldWithinTenBp ?? 0;
  const isLow = bp < GOAL_TOLD_BP;
  return (
    <Tile
      id="told"
      title={t('toldTile')}
      target={t('toldTarget')}
      figure={toldWithinTenBp === null ? null : shareText(toldWithinTenBp)}
      hint={t('toldNone')}
      href={cardsPath('told')}
      tone={isLow ? 'low' : 'ok'}
      graph={toldWithinTenBp !== null && <GoalBar bp={bp} goalBp={GOAL_TOLD_BP} isLow={isLow} />}
      left={<FigureLink href={cardsPath('breached')}>{t('toldOf', { count: toldOf })}</FigureLink>}
      right={
        toldOf > told && <FigureLink href={cardsPath('untold')}>{t('untold', { count: toldOf - told })}</FigureLink>
      }
    />
  );
}

/** A share as a bar with a mark at its goal; the share itself stands above it in figures. */
function GoalBar({ bp, goalBp, isLow }: { bp: number; goalBp: number; isLow: boolean }) {
  return (
    <span aria-hidden className="relative mt-2.5 block h-2.5 rounded bg-sunken">
      <i className={`block h-full rounded ${isLow ? 'bg-red' : 'bg-green'}`} style={{ width: `${bp / 100}%` }} />
      <i className="absolute -top-1 h-[18px] w-0.5 bg-ink-2" style={{ left: `${goalBp / 100}%` }} />
    </span>
  );
}
