'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useMay } from '@/app/_client/me';
import { ReasonText } from '@/app/_client/reason-text';
import type { ConnectionHealth } from '@/server/health/connection';
import { clockText } from '@/ui/duration';
import { Ago } from '../../_parts/ago';
import { ConnectionTest } from '../../_parts/connection-test';
import { DetailPanel } from '../../_parts/detail-panel';
import { MissingCredentials } from '../../_parts/missing-credentials';
import { Part } from '../../_parts/part';
import { lettersPath, shareText } from './figures';
import { NumberLink } from './number-link';
import { ReplayPart } from './replay-part';
import { TestButton } from './test-button';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3 py-1">
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 text-right tabular-nums">{children}</dd>
    </div>
  );
}

function SilenceText({ connection }: { connection: ConnectionHealth }) {
  const t = useTranslations('settings.health');
  const { rhythm, silentSince, lastEventAt, awaited } = connection;
  if (rhythm === null) return null;
  if (awaited === 0) return <p className="text-ink-2">{t('notAwaited')}</p>;
  if (rhythm.kind === 'learning') return <p className="text-ink-2">{t('learning', { days: rhythm.days })}</p>;
  const limits = { normal: clockText(rhythm.normalMs), limit: clockText(rhythm.limitMs), days: rhythm.days };
  return (
    <div className="flex flex-col gap-1">
      {silentSince !== null && (
        <p role="status" className="rounded-md bg-red-soft px-2.5 py-1.5 text-red">
          {t('silentSince')} <Ago at={lastEventAt ?? silentSince} never="" />
        </p>
      )}
      <p className="text-small text-ink-2">{t('rhythm', limits)}</p>
    </div>
  );
}

function LossText({ connection: { told, losingSince } }: { connection: ConnectionHealth }) {
  const t = useTranslations('settings.health');
  if (told === null || losingSince === null) return null;
  return (
    <p role="status" className="rounded-md bg-red-soft px-2.5 py-1.5 text-red">
      {t('losingText', { ...told, share: shareText(told.found, told.orders) })} <Ago at={losingSince} never="" />
    </p>
  );
}

/** Where orders have to be asked for: what waits, what failed, and what was found without being told of. */
function AskingFacts({ connection: { asking, told } }: { connection: ConnectionHealth }) {
  const t = useTranslations('settings.health');
  return (
    <>
      {asking !== null && (
        <>
          <Fact name={t('toFetch')}>
            {asking.waiting.toLocaleString('en')}
            {asking.waitingSince !== null && (
              <span className="ml-2 text-ink-3">
                <Ago at={asking.waitingSince} never="" />
              </span>
            )}
          </Fact>
          <Fact name={t('failedToday')}>{t('failedOf', { failed: asking.failedToday, asked: asking.askedToday })}</Fact>
        </>
      )}
      {told !== null && (
        <Fact name={t('foundHour')}>{t('foundOf', { ...told, share: shareText(told.found, told.orders) })}</Fact>
      )}
    </>
  );
}

function Figures({ connection }: { connection: ConnectionHealth }) {
  const t = useTranslations('settings.health');
  const { kind, arrived, asideOfArrived, foundByPoll, liveSecrets, awaited } = connection;
  return (
    <dl className="divide-y divide-line">
      <Fact name={t('lastEvent')}>
        <Ago at={connection.lastEventAt} never={t('never')} />
      </Fact>
      <Fact name={t('waiting')}>
        {connection.waiting.toLocaleString('en')}
        {connection.waitingSince !== null && (
          <span className="ml-2 text-ink-3">
            <Ago at={connection.waitingSince} never="" />
          </span>
        )}
      </Fact>
      {awaited !== null && (kind === 'qimen' || kind === 'kuaidi100') && (
        <Fact name={t(`awaited_${kind}`)}>{awaited.toLocaleString('en')}</Fact>
      )}
      {arrived !== null && (
        <Fact name={t('hour')}>{t('hourText', { arrived, share: shareText(asideOfArrived ?? 0, arrived) })}</Fact>
      )}
      <Fact name={t('retrying')}>
        <NumberLink value={connection.retrying} path={lettersPath(connection, 'retrying')} />
      </Fact>
      <AskingFacts connection={connection} />
      {foundByPoll !== null && <Fact name={t('foundToday')}>{foundByPoll.toLocaleString('en')}</Fact>}
      <Fact name={t('deadLetters')}>
        <NumberLink value={connection.deadLetters} path={lettersPath(connection)} />
      </Fact>
      {liveSecrets !== null && (
        <Fact name={t('secrets')}>
          {t('secretCount', { count: liveSecrets })}
          {connection.oldestSecretAt !== null && (
            <span className="ml-2 text-ink-3">
              {t('oldest')} <Ago at={connection.oldestSecretAt} never="" />
            </span>
          )}
        </Fact>
      )}
    </dl>
  );
}

/** One connection: its figures, its silence, where it is set up, its test message, and the replay of what came. */
export function ConnectionPanel({ connection, onClose }: { connection: ConnectionHealth; onClose: () => void }) {
  const t = useTranslations('settings.health');
  const isAdmin = useMay('shops.list');
  const mayReplay = useMay('health.replay');
  const { shopId, problem, missing } = connection;
  return (
    <DetailPanel title={connection.name} onClose={onClose}>
      <Part title={t('figures')}>
        {missing.length > 0 && (
          <p className="text-ink-2">
            {t('notConnected')} · <MissingCredentials names={missing} />
          </p>
        )}
        {problem !== null && missing.length === 0 && (
          <p className="text-red">
            {t('problem')} <ReasonText reason={problem} />
          </p>
        )}
        <LossText connection={connection} />
        <Figures connection={connection} />
        {isAdmin && (
          <p className="flex flex-wrap items-center gap-3 pt-1">
            <Link href={connection.path} className="text-tide underline underline-offset-2">
              {t(connection.liveSecrets === null || missing.length > 0 ? 'setUp' : 'rotate')}
            </Link>
            {shopId !== null && connection.canSendTest && <TestButton shopId={shopId} />}
          </p>
        )}
      </Part>
      {shopId !== null && connection.asking !== null && isAdmin && <ConnectionTest shopId={shopId} />}
      {connection.rhythm !== null && (
        <Part title={t('silence')}>
          <SilenceText connection={connection} />
        </Part>
      )}
      {shopId !== null && mayReplay && <ReplayPart shopId={shopId} />}
    </DetailPanel>
  );
}
