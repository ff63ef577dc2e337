'use client';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useMoment } from '@/app/_order/moment';
import type { AuditState } from '@/server/audit/state';

/** Rows are sealed each second: this long with rows waiting means that nobody seals. */
const LATE_MS = 30_000;

/** Sealed until when, and the last signed checkpoint; amber when rows wait and nobody seals them. */
export function ChainState({ state }: { state: AuditState | undefined }) {
  const t = useTranslations('audit');
  const format = useFormatter();
  const moment = useMoment();
  const now = useServerNow();
  if (state === undefined) return null;
  const isLate = state.waiting > 0 && now - (state.sealedUntil ?? 0) > LATE_MS;
  const Icon = isLate ? ShieldAlert : ShieldCheck;
  const time =
    state.sealedUntil === null
      ? null
      : format.dateTime(state.sealedUntil, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return (
    <div role="status" className="flex items-center gap-2 text-small">
      <Icon aria-hidden size={16} className={isLate ? 'text-amber' : 'text-green'} />
      <span className={isLate ? 'text-amber' : 'text-ink-2'}>
        {time === null ? t('notSealed') : t(isLate ? 'sealLate' : 'sealedUntil', { time, count: state.waiting })}
        {' · '}
        {state.lastCheckpointAt === null ? t('noCheckpoint') : t('checkpoint', { at: moment(state.lastCheckpointAt) })}
      </span>
    </div>
  );
}
