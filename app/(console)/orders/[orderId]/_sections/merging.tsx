'use client';
import { Combine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMerging } from '@/app/_merging/use-merging';
import { useMoment } from '@/app/_order/moment';
import type { AloneReason } from '@/domain/merge/why-alone';
import type { OrderMerging, PastMerge } from '@/server/merges/of-order';
import { Chip } from '@/ui/chip';
import type { SectionProps } from '../sections';
import { MateLine, MateLines } from './mate-line';
import { MergeCandidates } from './merge-candidates';
import { MergeMembers } from './merge-members';
import { QueryPart } from './query-part';

/** What goes in one parcel with the order, what could, and what could have. */
export function Merging({ page: { order } }: SectionProps) {
  const merging = useMerging(order.orderId);
  return (
    <QueryPart query={merging} lines={2}>
      {(data) => (
        <div className="flex flex-col gap-2">
          <State merging={data} />
          {data.merge && <MergeMembers orderId={order.orderId} merge={data.merge} isWaiting={data.leavesAt !== null} />}
          {data.leavesAt !== null && <MergeCandidates orderId={order.orderId} merging={data} />}
          <Others merging={data} />
          <LeftApart merging={data} />
          {data.past.map((past) => (
            <Past key={`${past.at} ${past.reason}`} past={past} />
          ))}
        </div>
      )}
    </QueryPart>
  );
}

/** What waits for nothing is not said to be merged once it is released. */
function aloneWord(why: AloneReason, atOnce: OrderMerging['atOnce']) {
  if (why === 'held' && atOnce !== null) return 'held-at-once';
  return why === 'left' && atOnce === 'no-warehouse' ? atOnce : why;
}

function State({ merging: { merge, whyAlone, leavesAt, mode, atOnce } }: { merging: OrderMerging }) {
  const t = useTranslations('merging');
  const moment = useMoment();
  if (leavesAt !== null)
    return (
      <p className="flex flex-wrap items-center gap-x-2">
        <Chip tone={merge ? 'green' : 'amber'}>{t(merge ? 'merged' : 'waiting')}</Chip>
        <span className="text-ink-2">{t('leavesAt', { time: moment(leavesAt) })}</span>
      </p>
    );
  if (merge)
    return (
      <p className="flex flex-wrap items-center gap-x-2">
        <Chip tone="green">{t('merged')}</Chip>
        <span className="text-ink-2">{t('wentTogether')}</span>
      </p>
    );
  if (mode === 'off') return <p className="text-ink-3">{t('off')}</p>;
  return <p className="text-ink-3">{t(`alone_${aloneWord(whyAlone ?? 'left', atOnce)}`)}</p>;
}

/** Other open orders of the buyer, that do not wait beside this one, with how it is known. */
function Others({ merging: { others, candidates, evidence } }: { merging: OrderMerging }) {
  const t = useTranslations('merging');
  if (others.length === 0) return null;
  return (
    <div className="rounded-md border border-amber-line bg-amber-soft px-2.5 py-1.5">
      <p className="flex items-center gap-1.5 text-amber">
        <Combine aria-hidden size={14} className="shrink-0" />
        {t('others', { count: others.length })}
      </p>
      {candidates.length === 0 && evidence && <p className="text-ink-2">{t(`evidence_${evidence}`)}</p>}
      <ul className="flex flex-col gap-0.5">
        {others.map((mate) => (
          <li key={mate.orderId}>
            <MateLine mate={mate}>
              <Chip>{t(`other_${mate.state}`)}</Chip>
            </MateLine>
          </li>
        ))}
      </ul>
    </div>
  );
}

function LeftApart({ merging: { leftApartFrom, leavesAt } }: { merging: OrderMerging }) {
  const t = useTranslations('merging');
  if (leftApartFrom.length === 0) return null;
  return (
    <div className="rounded-md border border-amber-line bg-amber-soft px-2.5 py-1.5">
      <p className="flex items-center gap-1.5 text-amber">
        <Combine aria-hidden size={14} className="shrink-0" />
        {t(leavesAt === null ? 'leftApart' : 'othersLeft', { count: leftApartFrom.length })}
      </p>
      <MateLines mates={leftApartFrom} />
    </div>
  );
}

const OWN_REASONS = ['cancelled', 'held', 'changed', 'alone', 'released-again'] as const;

function Past({ past: { at, byName, reason } }: { past: PastMerge }) {
  const t = useTranslations('merging');
  const moment = useMoment();
  const own = byName === null ? OWN_REASONS.find((known) => known === reason) : undefined;
  return (
    <p className="text-small text-ink-2">
      {t('wasSplit', { time: moment(at), name: byName ?? t('product'), reason: own ? t(`why_${own}`) : reason })}
    </p>
  );
}
