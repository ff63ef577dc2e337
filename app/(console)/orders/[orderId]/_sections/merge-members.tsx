'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_client/me';
import { useMergeActions, useMergeProblem } from '@/app/_merging/use-merging';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import { ReasonDialog } from '@/app/_order/reason-dialog';
import type { OrderMerge } from '@/server/merges/of-order';
import { Button } from '@/ui/button';
import { MateLines } from './mate-line';

/** The sum of what is known; null where one amount is not. */
const sumOf = ({ members }: OrderMerge): number | null =>
  members.reduce<number | null>(
    (sum, { amountFen }) => (sum === null || amountFen === null ? null : sum + amountFen),
    0,
  );

/** What travels together: the orders, their sum, who put them together and why; until they leave it can be undone. */
export function MergeMembers(props: { orderId: string; merge: OrderMerge; isWaiting: boolean }) {
  const { orderId, merge, isWaiting } = props;
  const t = useTranslations('merging');
  const moment = useMoment();
  const maySplit = useMay('merges.split');
  const [splitting, setSplitting] = useState<'one' | 'all' | null>(null);
  const made = { time: moment(merge.madeAt), name: merge.byName ?? t('product') };
  return (
    <div className="rounded-md border border-line px-2.5 py-1.5">
      <MateLines mates={merge.members} thisId={orderId} />
      <p className="mt-1 flex flex-wrap gap-x-2 border-t border-line pt-1">
        <b className="font-semibold">{t('sum', { count: merge.members.length, amount: yuanText(sumOf(merge)) })}</b>
        <span className="text-ink-2">
          {merge.reason === '' ? t('madeAutomatically', made) : t('madeBy', { ...made, reason: merge.reason })}
        </span>
      </p>
      {isWaiting && maySplit && (
        <p className="mt-1 flex flex-wrap gap-1">
          <Button size="small" onClick={() => setSplitting('one')}>
            {t('splitOne')}
          </Button>
          <Button size="small" onClick={() => setSplitting('all')}>
            {t('splitAll')}
          </Button>
        </p>
      )}
      {splitting && <SplitDialog orderId={orderId} what={splitting} onClose={() => setSplitting(null)} />}
    </div>
  );
}

function SplitDialog({ orderId, what, onClose }: { orderId: string; what: 'one' | 'all'; onClose: () => void }) {
  const t = useTranslations('merging');
  const problemOf = useMergeProblem();
  const { split } = useMergeActions(onClose);
  const title = t(what === 'one' ? 'splitOne' : 'splitAll');
  return (
    <ReasonDialog
      title={title}
      submit={title}
      label={t('reason')}
      isBusy={split.isPending}
      problem={problemOf(split.error)}
      onSubmit={(reason) => split.mutate({ orderId, what, reason })}
      onClose={onClose}
    >
      <p>{t(what === 'one' ? 'splitOneText' : 'splitAllText')}</p>
    </ReasonDialog>
  );
}
