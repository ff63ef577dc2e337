'use client';
import { useTranslations } from 'next-intl';
import { memo, useRef, useState } from 'react';
import { MergeWarning } from '@/app/_merging/merge-warning';
import { StageGraph } from '@/app/_order/stage-graph';
import type { Attendee } from '@/domain/desk/attendance';
import type { TaskDetail } from '@/server/tasks/open';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { useCard } from '../_hooks/use-card';
import { useCardCommands } from '../_hooks/use-card-commands';
import { type DispositionInHand, useDisposition } from '../_hooks/use-disposition';
import { type DraftInHand, useDraft } from '../_hooks/use-draft';
import { useAttending, useLock } from '../_hooks/use-lock';
import { useProblemText } from '../_hooks/use-problem-text';
import { type Outcome, useReply } from '../_hooks/use-reply';
import { useSeatActions } from '../_hooks/use-seat-actions';
import { useStanding } from '../_hooks/use-standing';
import { useSuggestions } from '../_hooks/use-suggestions';
import { BindOrder } from './order/bind-order';
import { CardHeader } from './order/card-header';
import { FactBoxes } from './order/fact-boxes';
import { OrderHistory } from './order/order-history';
import { OrderLines } from './order/order-lines';
import { Composer, type ComposerProps } from './reply/composer';
import { CustomerFigures } from './side/customer-figures';
import { Disposition } from './side/disposition';
import { SeatBar } from './side/seat-bar';
import { Suggestions } from './side/suggestions';
import { Why } from './side/why';
import { Talk } from './talk/talk';

interface DeskLinks {
  /** Colleagues who have the card open. */
  readonly attendees: readonly Attendee[];
  /** This page has the card to itself. */
  readonly isLockOwn: boolean;
  readonly onDecided: (outcome: Outcome) => void;
  /** Whether this is the card that is chosen in the queue, now and not when it was drawn. */
  readonly isCurrent: (taskId: string) => boolean;
}

/** One card: order, conversation and reply in the centre, reasons and disposal on the right. */
export const OpenCard = memo(function OpenCard({ taskId, ...links }: DeskLinks & { taskId: string }) {
  const t = useTranslations('common');
  const problemText = useProblemText();
  const card = useCard(taskId);
  useAttending(taskId);
  if (card.detail) return <CardPanes key={taskId} detail={card.detail} {...links} />;
  if (card.error)
    return (
      <div className="col-span-2 flex">
        <ErrorState title={problemText(card.error)} retry={t('retry')} onRetry={card.reload} />
      </div>
    );
  return (
    <>
      <Skeleton lines={8} label={t('loading')} />
      <div className="border-l border-line bg-surface">
        <Skeleton lines={6} label={t('loading')} />
      </div>
    </>
  );
});

function useHands(detail: TaskDetail, { onDecided, attendees, isLockOwn }: DeskLinks) {
  const field = useRef<HTMLTextAreaElement>(null);
  const standing = useStanding(detail.row);
  const { taskId } = detail.row;
  const mayEdit = standing.mayReply || standing.mayDecide;
  const lock = useLock({ taskId, isOwn: isLockOwn, attendees, mayEdit });
  const kept = useDraft(detail);
  const draft: DraftInHand = {
    ...kept,
    write: (text) => {
      kept.write(text);
      lock.typed();
      lock.edited();
    },
  };
  const chosen = useDisposition(detail);
  const disposition: DispositionInHand = {
    ...chosen,
    decide: (decision) => {
      chosen.decide(decision);
      lock.edited();
    },
  };
  const suggestions = useSuggestions(taskId, draft);
  const reply = useReply({ detail, draft, disposition, onDecided, onReplied: suggestions.reload });
  return { detail, attendees, standing, lock, draft, disposition, suggestions, reply, field };
}

function CardPanes({ detail, ...links }: DeskLinks & { detail: TaskDetail }) {
  const hands = useHands(detail, links);
  return (
    <>
      <CentrePane {...hands} />
      <RightPane {...hands} isCurrent={() => links.isCurrent(detail.row.taskId)} />
    </>
  );
}

function CentrePane(props: ComposerProps) {
  const t = useTranslations('desk');
  const { detail } = props;
  const { order, row } = detail;
  const customerId = detail.reply.customerId ?? row.customerId;
  return (
    <section aria-label={t('card')} className="flex min-h-0 min-w-0 flex-col">
      <CardHeader detail={detail} attendees={props.attendees} />
      {order ? (
        <>
          <MergeWarning orderId={order.orderId} />
          <StageGraph order={order} />
          <FactBoxes order={order} />
          <OrderLines order={order} />
        </>
      ) : (
        customerId && <BindOrder taskId={row.taskId} customerId={customerId} />
      )}
      <OrderHistory detail={detail} />
      <Talk detail={detail} />
      <Composer {...props} />
    </section>
  );
}

function RightPane(props: ComposerProps & { isCurrent: () => boolean }) {
  const t = useTranslations('desk');
  const { detail, standing, disposition, reply, suggestions } = props;
  const [isAssignOpen, setIsAssignOpen] = useState(false);
  const actions = useSeatActions(detail.row, props.lock.pageId);
  useCardCommands({ ...props, actions, openAssign: () => setIsAssignOpen(true) });
  return (
    <section aria-label={t('side')} className="flex min-h-0 flex-col overflow-auto border-l border-line bg-surface">
      <SeatBar
        row={detail.row}
        standing={standing}
        lock={props.lock}
        actions={actions}
        isAssignOpen={isAssignOpen}
        onAssignOpen={setIsAssignOpen}
      />
      <Why detail={detail} />
      <Suggestions suggestions={suggestions} isDisabled={!standing.mayReply} />
      <Disposition
        disposition={disposition}
        reply={reply}
        orderId={detail.order?.orderId ?? null}
        mayDecide={standing.mayDecide}
        isOpen={standing.mayReply || standing.mayDecide}
      />
      {detail.customer && <CustomerFigures customer={detail.customer} />}
    </section>
  );
}
