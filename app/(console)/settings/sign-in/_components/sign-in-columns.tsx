'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { SignInState } from '@/server/people/sign-in-states';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';

interface Hands {
  readonly isBusy: boolean;
  readonly onUnlock: (person: SignInState) => void;
  readonly onReset: (person: SignInState) => void;
}

const needsSecondFactor = ({ role }: SignInState) => role === 'manager' || role === 'admin';

function SecondFactorCell({ person }: { person: SignInState }) {
  const t = useTranslations('settings.signIn');
  if (person.hasSecondFactor) return <Chip tone="green">{t('factorOn')}</Chip>;
  return needsSecondFactor(person) ? <Chip tone="amber">{t('factorDue')}</Chip> : <span>{t('factorOff')}</span>;
}

function LockCell({ person }: { person: SignInState }) {
  const t = useTranslations('settings.signIn');
  const moment = useMoment();
  if (person.lockedUntil !== null)
    return <Chip tone="red">{t('lockedUntil', { time: moment(person.lockedUntil) })}</Chip>;
  return (
    <span className="text-ink-3">
      {person.failedAttempts > 0 ? t('failed', { count: person.failedAttempts }) : '—'}
    </span>
  );
}

/** The columns of the list: who, the second factor, a lockout, sign-ins, and what can be done. */
export function useSignInColumns({ isBusy, onUnlock, onReset }: Hands): readonly TableColumn<SignInState>[] {
  const t = useTranslations();
  const header = (id: string) => t(`settings.signIn.column_${id}`);
  return [
    {
      id: 'name',
      header: header('name'),
      width: 200,
      cell: (person) => (
        <span className="flex items-baseline gap-2">
          <b className="truncate">{person.name}</b>
          <span className="truncate text-small text-ink-3">{person.username}</span>
        </span>
      ),
    },
    { id: 'role', header: header('role'), width: 90, cell: ({ role }) => t(`shell.role_${role}`) },
    { id: 'factor', header: header('factor'), width: 150, cell: (person) => <SecondFactorCell person={person} /> },
    { id: 'lock', header: header('lock'), width: 180, cell: (person) => <LockCell person={person} /> },
    { id: 'sessions', header: header('sessions'), width: 80, isNumber: true, cell: (person) => person.sessionCount },
    {
      id: 'actions',
      header: header('actions'),
      width: 190,
      cell: (person) => (
        <span className="flex gap-1.5">
          {person.hasSecondFactor && (
            <Button
              size="small"
              disabled={isBusy}
              aria-label={`${t('settings.signIn.reset')}: ${person.name}`}
              onClick={() => onReset(person)}
            >
              {t('settings.signIn.reset')}
            </Button>
          )}
          {person.lockedUntil !== null && (
            <Button
              size="small"
              disabled={isBusy}
              aria-label={`${t('settings.signIn.unlock')}: ${person.name}`}
              onClick={() => onUnlock(person)}
            >
              {t('settings.signIn.unlock')}
            </Button>
          )}
        </span>
      ),
    },
  ];
}
