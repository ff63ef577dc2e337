'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { ConflictChip } from '@/app/_outside/conflict-chip';
import { ConflictSides } from '@/app/_outside/conflict-sides';
import { TakeSide } from '@/app/_outside/take-side';
import type { ConflictView } from '@/server/facts/of-order';
import { useOutside } from '../_hooks/use-outside';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';

/** On what the sources contradict each other, and what people have settled. */
export function Conflicts({ page: { order } }: SectionProps) {
  const t = useTranslations('conflicts');
  const { orderId } = order;
  const outside = useOutside(orderId);
  return (
    <QueryPart query={outside} lines={1}>
      {({ conflicts }) =>
        conflicts.length === 0 ? (
          <p className="text-ink-3">{t('noneHere')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {conflicts.map((conflict) => (
              <Conflict key={conflict.kind} orderId={orderId} conflict={conflict} />
            ))}
          </ul>
        )
      }
    </QueryPart>
  );
}

function Conflict({ orderId, conflict }: { orderId: string; conflict: ConflictView }) {
  const t = useTranslations();
  const moment = useMoment();
  const { kind, sides, taken, closedAt } = conflict;
  return (
    <li className="rounded-md border border-line px-2.5 py-1.5">
      <h3 className="flex flex-wrap items-center gap-x-2 font-semibold">
        {closedAt === null && <ConflictChip />}
        {t(`conflicts.kind_${kind}`)}
      </h3>
      <ConflictSides kind={kind} sides={sides} />
      {taken === null ? (
        <TakeSide shown={{ orderId, ...conflict }} />
      ) : (
        <p className="text-ink-2">
          {t('conflicts.takenBy', {
            ...{ by: taken.by, source: t(`terms.source.${taken.source}`), reason: taken.reason },
            time: closedAt === null ? '' : moment(closedAt),
          })}
        </p>
      )}
    </li>
  );
}
