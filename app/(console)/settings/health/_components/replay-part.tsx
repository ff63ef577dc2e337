'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { liveConnection } from '@/app/_client/live-connection';
import { ReasonText } from '@/app/_client/reason-text';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { minuteOf } from '@/domain/clocks/shop-zone';
import type { DifferingOrder } from '@/server/health/replay';
import { Button } from '@/ui/button';
import { MomentField } from '../../_parts/moment-field';
import { Part } from '../../_parts/part';
import { type ReplayState, useReplay } from '../_hooks/use-replay';

const SHOWN = 50;

function Differing({ order }: { order: DifferingOrder }) {
  const t = useTranslations('settings.health');
  return (
    <li className="border-t border-line py-1.5 first:border-t-0">
      {order.orderId === null ? (
        <span className="font-semibold">{order.orderNo}</span>
      ) : (
        <Link href={`/orders/${order.orderId}`} className="font-semibold text-tide underline underline-offset-2">
          {order.orderNo}
        </Link>
      )}
      <ul className="text-small text-ink-2">
        {order.fields.map(({ field, before, after, isKeptBack }) => (
          <li key={field} className="break-all">
            <code>{field}</code> {isKeptBack ? t('keptBack') : `${before || '—'} → ${after || '—'}`}
          </li>
        ))}
      </ul>
    </li>
  );
}

function Outcome({ state }: { state: ReplayState }) {
  const t = useTranslations();
  const { different, unreadable } = state;
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p className="tabular-nums" data-replay={state.isRunning ? 'running' : 'done'}>
        {t(state.isRunning ? 'settings.health.replaying' : 'settings.health.replayed', { count: state.messages })}
        {' · '}
        {t('settings.health.replaySums', {
          same: state.same,
          different: different.length,
          unreadable: unreadable.length,
          missing: state.missing,
        })}
      </p>
      {state.problem !== null && (
        <p role="alert" className="text-red">
          {t(`errors.${state.problem}`)}
        </p>
      )}
      {different.length > 0 && (
        <ul aria-label={t('settings.health.different')}>
          {different.slice(0, SHOWN).map((order) => (
            <Differing key={order.orderNo} order={order} />
          ))}
        </ul>
      )}
      {different.length > SHOWN && (
        <p className="text-small text-ink-3">{t('settings.health.more', { count: different.length - SHOWN })}</p>
      )}
      {unreadable.slice(0, SHOWN).map(({ inboxId, reason }) => (
        <p key={inboxId} className="text-small text-ink-2">
          #{inboxId} <ReasonText reason={reason} />
        </p>
      ))}
    </div>
  );
}

/** Reads what came in a span of time again, and says what would differ from the pool; nothing is changed. */
export function ReplayPart({ shopId }: { shopId: string }) {
  const t = useTranslations('settings.health');
  const { state, start, stop } = useReplay(shopId);
  const [now] = useState(() => liveConnection().serverNow());
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = ['from', 'to'].map((name) => minuteOf(String(form.get(name))));
    if (from != null && to != null) void start(from, to + MINUTE_MS);
  };
  return (
    <Part title={t('replay')}>
      <p className="text-small text-ink-2">{t('replayHint')}</p>
      <form onSubmit={send} className="flex flex-wrap items-end gap-2">
        <MomentField label={t('from')} name="from" isRequired initial={now - HOUR_MS} />
        <MomentField label={t('to')} name="to" isRequired initial={now} />
        {state?.isRunning ? (
          <Button onClick={stop}>{t('stop')}</Button>
        ) : (
          <Button type="submit" variant="primary">
            {t('startReplay')}
          </Button>
        )}
      </form>
      {state && <Outcome state={state} />}
    </Part>
  );
}
