'use client';
import { useMay, useMe } from '@/app/_client/me';
import type { QueueRow } from '@/domain/desk/task';

/** Whose card it is, and what this person may do with it. */
export interface Standing {
  readonly whose: 'mine' | 'nobody' | 'other' | 'closed';
  readonly mayReply: boolean;
  readonly mayDecide: boolean;
  readonly mayClaim: boolean;
  /** Out of the hands of somebody else, where there is one. */
  readonly mayTakeOver: boolean;
  readonly mayAssign: boolean;
}

/** Agents work on their own cards and claim free ones; leaders may act on any card of their reach. */
export function useStanding(row: QueueRow): Standing {
  const { userId, role } = useMe();
  const mayWork = useMay('replies.saveDraft');
  const mayTake = useMay('tasks.takeOver');
  const isAgent = role === 'agent';
  const whose =
    row.state === 'closed' ? 'closed' : row.seatId === null ? 'nobody' : row.seatId === userId ? 'mine' : 'other';
  const isOpen = whose !== 'closed' && mayWork;
  return {
    whose,
    mayReply: isOpen && (whose !== 'other' || !isAgent),
    mayDecide: isOpen && (whose === 'mine' || !isAgent),
    mayClaim: isOpen && whose === 'nobody',
    mayTakeOver: isOpen && mayTake,
    mayAssign: isOpen && (whose === 'mine' || !isAgent),
  };
}
