'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ReasonText } from '@/app/_client/reason-text';
import { useMoment } from '@/app/_order/moment';
import type { AskedDay, Asking } from '@/server/fetching/health';
import { Chip } from '@/ui/chip';
import { Skeleton } from '@/ui/skeleton';
import { Ago } from '../../_parts/ago';
import { MissingCredentials } from '../../_parts/missing-credentials';
import { Part } from '../../_parts/part';
import { useChannelHealth } from '../_hooks/use-shops';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3 py-1">
      <dt className="text-ink-2">{name}</dt>
      <dd className="text-right tabular-nums">{children}</dd>
    </div>
  );
}

/** Whether orders come, and if not why, in the platform's own code. */
function State({ asking }: { asking: Asking }) {
  const t = useTranslations('settings.shops.health');
  const moment = useMoment();
  if (asking.problem === null) {
    const isUsed = asking.lastCallAt !== null;
    return (
      <p>
        <Chip tone={isUsed ? 'green' : 'neutral'}>{t(isUsed ? 'works' : 'unused')}</Chip>
      </p>
    );
  }
  if (asking.missing.length > 0)
    return (
      <p className="flex flex-wrap items-center gap-2">
        <Chip>{t('notConnected')}</Chip>
        <span className="text-ink-2">
          <MissingCredentials names={asking.missing} />
        </span>
      </p>
    );
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Chip tone="red">{t(asking.blockedUntil === null ? 'failing' : 'paused')}</Chip>
      {asking.blockedUntil !== null && (
        <span className="text-ink-2">{t('until', { time: moment(asking.blockedUntil) })}</span>
      )}
      <p className="text-small break-words text-ink-2">
        <ReasonText reason={asking.problem} />
      </p>
    </p>
  );
}

function Days({ days, isTold }: { days: readonly AskedDay[]; isTold: boolean }) {
  const t = useTranslations('settings.shops.health');
  return (
    <table className="w-full text-small tabular-nums">
      <thead className="text-ink-3">
        <tr>
          <th className="py-1 text-left font-normal">{t('day')}</th>
          <th className="text-right font-normal">{t('fetched')}</th>
          <th className="text-right font-normal">{t('failed')}</th>
          <th className="text-right font-normal">{t(isTold ? 'foundOrders' : 'polledOrders')}</th>
          <th className="text-right font-normal">{t(isTold ? 'foundUpdates' : 'polledUpdates')}</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, fetched, failed, ordersByPoll, updatesByPoll }) => (
          <tr key={day} className="border-t border-line">
            <td className="py-1">{day.slice(5)}</td>
            <td className="text-right">{fetched.toLocaleString('en')}</td>
            <td className="text-right">{failed.toLocaleString('en')}</td>
            <td className="text-right">{ordersByPoll.toLocaleString('en')}</td>
            <td className="text-right">{updatesByPoll.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How asking the shop's platform for orders goes: what waits, what was given up, what only looking found; live. */
export function ChannelHealth({ shopId, isTold }: { shopId: string; isTold: boolean }) {
  const t = useTranslations('settings.shops.health');
  const common = useTranslations('common');
  const { data, error } = useChannelHealth();
  const shop = data?.find((one) => one.shopId === shopId);
  if (data && !shop?.asking) return null;
  const asking = shop?.asking;
  return (
    <Part title={t('title')}>
      {!data && !error && <Skeleton lines={3} label={common('loading')} />}
      {error && !data && <p className="text-red">{t('unknown')}</p>}
      {asking && (
        <>
          <State asking={asking} />
          <dl className="divide-y divide-line">
            <Fact name={t('waiting')}>
              {asking.waiting.toLocaleString('en')}
              {asking.waiting > 0 && (
                <span className="ml-2 text-ink-3">
                  <Ago at={asking.waitingSince} never="" />
                </span>
              )}
            </Fact>
            <Fact name={t('givenUp')}>{asking.givenUp.toLocaleString('en')}</Fact>
            {asking.stream && (
              <Fact name={t('stream')}>
                {asking.stream.isConnected ? (
                  <>
                    <Chip tone="green">{t('connected')}</Chip>
                    <span className="ml-2 text-ink-3">
                      <Ago at={asking.stream.heardAt} never="" />
                    </span>
                  </>
                ) : (
                  <Chip tone="red">{t('disconnected')}</Chip>
                )}
              </Fact>
            )}
            {asking.decrypts && (
              <Fact name={t('decrypts')}>
                {asking.decrypts.spent.toLocaleString('en')} / {asking.decrypts.most.toLocaleString('en')}
              </Fact>
            )}
            <Fact name={t('lastCall')}>
              <Ago at={asking.lastCallAt} never={t('never')} />
            </Fact>
            <Fact name={t(isTold ? 'polled' : 'polledLast')}>
              <Ago at={asking.polledAt} never={t('never')} />
            </Fact>
          </dl>
          {asking.days.length > 0 && <Days days={asking.days} isTold={isTold} />}
          <p className="text-small text-ink-3">{t(isTold ? 'hint' : 'hintPolled')}</p>
        </>
      )}
    </Part>
  );
}
