'use client';
import { useTranslations } from 'next-intl';
import { ordersPath } from '@/app/_order/order-params';
import { forecastRate } from '@/domain/board/order-rate';
import type { BoardSummary } from '@/server/board/summary';
import { Sparkline } from '@/ui/sparkline';
import { ABNORMAL_BAND_BP, completeSlots, countText, LINE_ABNORMAL_BP, LINE_ORDERS, shareText } from './figures';
import { LAST_HOUR } from './links';
import { FigureLink, Tile, type TileTone } from './tile';

const NEAR_LINE = 0.8;

function useForecastText(): (summary: BoardSummary) => string {
  const t = useTranslations('board');
  return ({ trend }) => {
    const forecast = forecastRate(
      completeSlots(trend).map((slot) => slot.orders),
      LINE_ORDERS,
    );
    if (forecast === null) return t('ordersNoForecast');
    return forecast.crossesInMinutes === null
      ? t('ordersForecast', { count: countText(forecast.inAnHour) })
      : t('ordersCrosses', { minutes: forecast.crossesInMinutes });
  };
}

/** Orders of the past hour against the yellow line, with where the last half hour leads. */
export function OrdersTile({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const forecastText = useForecastText();
  const orders = summary.gauges.ordersLastHour;
  const hourBefore = completeSlots(summary.trend).slice(-12);
  const dayBefore = hourBefore.reduce((sum, slot) => sum + slot.dayBefore, 0);
  const tone: TileTone = orders > LINE_ORDERS ? 'over' : orders > LINE_ORDERS * NEAR_LINE ? 'near' : 'plain';
  return (
    <Tile
      id="orders"
      title={t('ordersTile')}
      target={t('ordersTarget')}
      figure={countText(orders)}
      hint=""
      href={ordersPath(LAST_HOUR)}
      tone={tone}
      graph={
        <Sparkline
          values={completeSlots(summary.trend).map((slot) => slot.orders)}
          tone={tone === 'over' ? 'red' : tone === 'near' ? 'amber' : 'tide'}
          atLeast={10}
        />
      }
      aside={dayBefore > 0 && t('ordersDayBefore', { count: countText(dayBefore) })}
      left={<span title={forecastText(summary)}>{forecastText(summary)}</span>}
      right=""
    />
  );
}

/** Share of abnormal orders against the red line and its normal band, with the share that passed by itself. */
export function ShareTile({ summary }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const { abnormalBp, autoPassBp, flaggedLastHour, judgedLastHour } = summary.gauges;
  const bp = abnormalBp ?? 0;
  const tone: TileTone = bp > LINE_ABNORMAL_BP ? 'over' : bp > ABNORMAL_BAND_BP.to ? 'high' : 'ok';
  const shares = completeSlots(summary.trend).map((slot) =>
    slot.orders === 0 ? null : (10_000 * slot.flagged) / slot.orders,
  );
  return (
    <Tile
      id="abnormal"
      title={t('abnormalTile')}
      target={t('abnormalTarget')}
      figure={abnormalBp === null ? null : shareText(abnormalBp)}
      hint={t('abnormalNone')}
      href={ordersPath({ ...LAST_HOUR, verdict: 'flagged' })}
      tone={tone}
      aside={t('bandHint')}
      graph={
        <Sparkline
          values={shares}
          atLeast={LINE_ABNORMAL_BP}
          band={ABNORMAL_BAND_BP}
          tone={tone === 'over' ? 'red' : tone === 'high' ? 'amber' : 'green'}
        />
      }
      left={
        <>
          <FigureLink href={ordersPath({ ...LAST_HOUR, verdict: 'flagged' })}>{countText(flaggedLastHour)}</FigureLink>
          {' / '}
          <FigureLink href={ordersPath({ ...LAST_HOUR, verdict: 'judged' })}>{countText(judgedLastHour)}</FigureLink>
        </>
      }
      right={
        autoPassBp !== null && (
          <FigureLink href={ordersPath({ ...LAST_HOUR, verdict: 'passed' })}>
            {t('autoPass', { share: shareText(autoPassBp) })}
          </FigureLink>
        )
      }
    />
  );
}
