'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_client/me';
import { useMergeActions, useMergeProblem } from '@/app/_merging/use-merging';
import { ReasonDialog } from '@/app/_order/reason-dialog';
import type { OrderMerging } from '@/server/merges/of-order';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { MateLine } from './mate-line';

/** What could go with a waiting order, with how it is known; chosen ones are merged with it, or it leaves without them. */
export function MergeCandidates({ orderId, merging }: { orderId: string; merging: OrderMerging }) {
  const t = useTranslations('merging');
  const may = { merge: useMay('merges.merge'), leave: useMay('merges.leaveNow') };
  const { candidates, evidence } = merging;
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [isAsking, setIsAsking] = useState<'merge' | 'leave' | null>(null);
  // What a person wanted apart is chosen by itself only where there is nothing else: to take the last one back is one step.
  const isOnlyApart = candidates.every((one) => one.isKeptApart);
  const chosen = candidates.filter((one) => choices.get(one.orderId) ?? (isOnlyApart || !one.isKeptApart));
  const choose = (id: string, isChosen: boolean) => setChoices((before) => new Map(before).set(id, isChosen));
  const mateIds = chosen.map((one) => one.orderId);
  return (
    <div className="flex flex-col gap-1">
      {candidates.length > 0 && evidence && <p className="text-ink-2">{t(`evidence_${evidence}`)}</p>}
      <ul className="flex flex-col gap-0.5">
        {candidates.map((mate) => (
          <li key={mate.orderId} className="flex items-center gap-2">
            <input
              type="checkbox"
              aria-label={t('choose', { orderNo: mate.orderNo })}
              checked={chosen.includes(mate)}
              disabled={!may.merge}
              onChange={(event) => choose(mate.orderId, event.target.checked)}
            />
            <MateLine mate={mate}>
              {mate.isMerged && <Chip>{t('inOtherMerge')}</Chip>}
              {mate.isKeptApart && <Chip>{t('keptApart')}</Chip>}
            </MateLine>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-1">
        {may.merge && candidates.length > 0 && (
          <Button size="small" variant="primary" disabled={chosen.length === 0} onClick={() => setIsAsking('merge')}>
            {t(isOnlyApart || merging.isKeptApart ? 'mergeAgain' : 'merge', { count: chosen.length + 1 })}
          </Button>
        )}
        {may.leave && (
          <Button size="small" onClick={() => setIsAsking('leave')}>
            {t(candidates.length > 0 ? 'leaveApart' : 'leaveNow')}
          </Button>
        )}
      </p>
      {isAsking && <AskDialog {...{ orderId, mateIds, isAsking }} onClose={() => setIsAsking(null)} />}
    </div>
  );
}

function AskDialog(props: {
  orderId: string;
  mateIds: readonly string[];
  isAsking: 'merge' | 'leave';
  onClose: () => void;
}) {
  const { orderId, mateIds, isAsking, onClose } = props;
  const t = useTranslations('merging');
  const problemOf = useMergeProblem();
  const { merge, leaveNow } = useMergeActions(onClose);
  const isMerge = isAsking === 'merge';
  const { error, isPending } = isMerge ? merge : leaveNow;
  const send = (reason: string) =>
    isMerge ? merge.mutate({ orderIds: [orderId, ...mateIds], reason }) : leaveNow.mutate({ orderId, reason });
  return (
    <ReasonDialog
      title={isMerge ? t('merge', { count: mateIds.length + 1 }) : t('leaveNow')}
      submit={t(isMerge ? 'mergeSubmit' : 'leaveNow')}
      label={t('reason')}
      isBusy={isPending}
      problem={problemOf(error)}
      onSubmit={send}
      onClose={onClose}
    >
      <p>{t(isMerge ? 'mergeText' : 'leaveText')}</p>
    </ReasonDialog>
  );
}
