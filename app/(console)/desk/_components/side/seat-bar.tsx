'use client';
import { Lock, LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { QueueRow } from '@/domain/desk/task';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { ConfirmDialog } from '@/ui/confirm-dialog';
import type { CardLock } from '../../_hooks/use-lock';
import type { SeatActions } from '../../_hooks/use-seat-actions';
import type { Standing } from '../../_hooks/use-standing';
import { AssignMenu } from './assign-menu';

interface SeatBarProps {
  readonly row: QueueRow;
  readonly standing: Standing;
  readonly lock: CardLock;
  readonly actions: SeatActions;
  readonly isAssignOpen: boolean;
  readonly onAssignOpen: (isOpen: boolean) => void;
}

/** Takes the card out of a colleague's hands, after asking: they are told, and keep what they have written. */
function TakeOver({ name, actions }: { name: string; actions: SeatActions }) {
  const t = useTranslations();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button size="small" disabled={actions.isBusy} onClick={() => setIsAsking(true)}>
        {t('desk.takeOver')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('desk.takeOverFrom', { name })}
          confirm={t('desk.takeOver')}
          cancel={t('common.cancel')}
          onConfirm={actions.takeOver}
          onClose={() => setIsAsking(false)}
        >
          {t('desk.takeOverMeans', { name })}
        </ConfirmDialog>
      )}
    </>
  );
}

function LockButton({ lock }: { lock: CardLock }) {
  const t = useTranslations('desk.lock');
  const Icon = lock.isOwn ? Lock : LockOpen;
  return (
    <Button size="small" variant="quiet" keys="l" isPressed={lock.isOwn} onClick={lock.toggle}>
      <Icon aria-hidden size={12} />
      {t(lock.isOwn ? 'own' : 'take')}
    </Button>
  );
}

/** Whose card it is, who edits it, and the ways to change that. */
export function SeatBar(props: SeatBarProps) {
  const t = useTranslations('desk');
  const { row, standing, actions, lock } = props;
  const from = lock.holder?.name ?? (standing.whose === 'other' ? (row.seatName ?? '') : null);
  return (
    <div className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line px-3.5 py-1 text-small text-ink-2">
      <span role="status" className="truncate">
        {standing.whose === 'other' ? (
          <Chip tone="violet">{t('whose.other', { name: row.seatName ?? '' })}</Chip>
        ) : (
          t(`whose.${standing.whose}`)
        )}
      </span>
      <span className="ml-auto flex shrink-0 gap-1.5">
        {standing.mayClaim && lock.holder === null && (
          <Button size="small" keys="l" disabled={actions.isBusy} onClick={actions.claim}>
            {t('claim')}
          </Button>
        )}
        {from !== null && standing.mayTakeOver && <TakeOver name={from} actions={actions} />}
        {standing.whose === 'mine' && lock.holder === null && <LockButton lock={lock} />}
        {standing.mayAssign && <AssignMenu {...props} />}
      </span>
    </div>
  );
}
