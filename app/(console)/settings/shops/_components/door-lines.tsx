'use client';
import { useTranslations } from 'next-intl';
import type { DoorLine } from '@/server/shops/door';
import { Chip, type ChipTone } from '@/ui/chip';
import { Skeleton } from '@/ui/skeleton';
import { Ago } from '../../_parts/ago';
import { Part } from '../../_parts/part';
import { useDoor } from '../_hooks/use-shops';

/** What the sender was answered, and how good that is. */
const ANSWERS: Readonly<Record<DoorLine['outcome'], { readonly status: number; readonly tone: ChipTone }>> = {
  stored: { status: 200, tone: 'green' },
  repeat: { status: 200, tone: 'neutral' },
  conflict: { status: 200, tone: 'amber' },
  checked: { status: 200, tone: 'green' },
  refused: { status: 401, tone: 'red' },
  inactive: { status: 404, tone: 'amber' },
  'other-channel': { status: 404, tone: 'amber' },
  'unknown-shop': { status: 404, tone: 'amber' },
};
const MALFORMED_STATUS = 400;

function Line({ line }: { line: DoorLine }) {
  const t = useTranslations('settings.shops');
  const what = line.refusal ? t(`refusal_${line.refusal}`) : t(`door_${line.outcome}`);
  const { status, tone } = ANSWERS[line.outcome];
  return (
    <li className="flex items-start gap-2 py-1.5">
      <Chip tone={tone}>{line.refusal === 'malformed' ? MALFORMED_STATUS : status}</Chip>
      <span className="min-w-0 flex-1">
        {what}
        {line.count > 1 && <b className="ml-1 font-semibold">×{line.count.toLocaleString('en')}</b>}
        {line.fingerprint && (
          <span className="block text-small text-ink-3">{t('signedWith', { fingerprint: line.fingerprint })}</span>
        )}
      </span>
      <span className="shrink-0 text-small text-ink-3">
        <Ago at={line.lastAt} never="" />
      </span>
    </li>
  );
}

/** What came to the shop's door in the last minutes, and what was wrong with it; live. */
export function DoorLines({ shopId }: { shopId: string }) {
  const t = useTranslations('settings.shops');
  const common = useTranslations('common');
  const { data, error } = useDoor(shopId);
  return (
    <Part title={t('door')}>
      {!data && !error && <Skeleton lines={3} label={common('loading')} />}
      {error && !data && <p className="text-red">{t('doorFailed')}</p>}
      {data?.lines.length === 0 && <p className="text-ink-2">{t('doorEmpty')}</p>}
      {data && data.lines.length > 0 && (
        <ul aria-label={t('door')} className="divide-y divide-line">
          {data.lines.map((line) => (
            <Line key={`${line.firstAt} ${line.outcome} ${line.refusal} ${line.fingerprint}`} line={line} />
          ))}
        </ul>
      )}
      {data?.astray && (
        <p className="text-small text-amber">
          {t('astray', { count: data.astray.count })} <Ago at={data.astray.lastAt} never="" />
        </p>
      )}
    </Part>
  );
}
