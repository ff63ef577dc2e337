'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { useMoment } from '@/app/_order/moment';
import type { Grant, GrantState } from '@/server/grants/list';
import { Button } from '@/ui/button';
import { Chip, type ChipTone } from '@/ui/chip';
import { clockText } from '@/ui/duration';
import type { TableColumn } from '@/ui/virtual-table';

const TONES: Readonly<Record<GrantState, ChipTone>> = {
  pending: 'violet',
  active: 'tide',
  expired: 'neutral',
  revoked: 'neutral',
};

/** How much time is left, second by second; of what is over, when and by whom it ended. */
function StateCell({ grant }: { grant: Grant }) {
  const t = useTranslations('settings.grants');
  const now = useServerNow();
  const moment = useMoment();
  // The list is read now and then; the countdown reaches the end before it says so.
  const state = grant.state === 'active' && now >= grant.expiresAt ? 'expired' : grant.state;
  const at = state === 'active' ? clockText(grant.expiresAt - now) : moment(grant.endedAt ?? grant.startsAt);
  return (
    <span className="flex items-center gap-2">
      <Chip tone={TONES[state]}>{t(`state_${state}`)}</Chip>
      <span className="text-small text-ink-2 tabular-nums">
        {state === 'revoked' ? t('byAt', { name: grant.endedByName ?? '', at }) : at}
      </span>
    </span>
  );
}

function HolderCell({ grant }: { grant: Grant }) {
  const t = useTranslations('shell');
  return (
    <span className="flex items-baseline gap-2">
      <span className="truncate font-semibold">{grant.userName}</span>
      <span className="text-small text-ink-3">{t(`role_${grant.userRole}`)}</span>
    </span>
  );
}

const RIGHT_WORDS = ['watch-group', 'work-group', 'lead-group'] as const;

/** The right in words; its id where this release does not know it. */
export function useRightText(): (right: string) => string {
  const t = useTranslations('grants');
  return (right) => {
    const known = RIGHT_WORDS.find((id) => id === right);
    return known ? t(`right_${known}`) : right;
  };
}

/** The columns of the list of lent rights. */
export function useGrantColumns(onRevoke: (grant: Grant) => void): readonly TableColumn<Grant>[] {
  const t = useTranslations('settings.grants');
  const rightText = useRightText();
  const moment = useMoment();
  return useMemo(
    () => [
      { id: 'holder', width: 170, header: t('holder'), cell: (grant) => <HolderCell grant={grant} /> },
      { id: 'right', width: 120, header: t('right'), cell: ({ right }) => rightText(right) },
      { id: 'group', width: 120, header: t('group'), cell: ({ groupName }) => groupName },
      { id: 'state', width: 190, header: t('state'), cell: (grant) => <StateCell grant={grant} /> },
      { id: 'until', width: 110, header: t('until'), cell: ({ expiresAt }) => moment(expiresAt) },
      {
        id: 'reason',
        width: 190,
        header: t('reason'),
        cell: ({ reason }) => <span title={reason}>{reason}</span>,
      },
      { id: 'giver', width: 90, header: t('giver'), cell: ({ givenByName }) => givenByName },
      {
        id: 'actions',
        width: 116,
        header: t('actions'),
        cell: (grant) =>
          (grant.state === 'active' || grant.state === 'pending') && (
            <Button
              size="small"
              aria-label={t('revokeFor', { name: grant.userName, right: rightText(grant.right) })}
              onClick={() => onRevoke(grant)}
            >
              {t('revoke')}
            </Button>
          ),
      },
    ],
    [t, rightText, moment, onRevoke],
  );
}
