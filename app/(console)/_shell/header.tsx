'use client';
import { useTranslations } from 'next-intl';
import { useMay } from '@/app/_client/me';
import { Kbd } from '@/ui/kbd';
import { AccountMenu } from './account-menu';
import { FreshnessChip } from './freshness-chip';
import { GrantChip } from './grant-chip';
import { HoldLight } from './hold-light';
import { NoticeBell } from './notice-bell';
import { openOverlay } from './open-overlay';
import { SeatFigures } from './seat-figures';
import { SeatState } from './seat-state';

/** Brand, freshness, search, own figures of the day, seat state, notices, account. */
export function Header() {
  const t = useTranslations();
  const hasSeat = useMay('tasks.takeNext');
  return (
    <header className="col-span-2 flex min-w-0 items-center gap-3.5 border-b border-line bg-surface px-3.5">
      <span className="text-[15px] font-bold tracking-wide whitespace-nowrap text-tide">{t('brand')}</span>
      <FreshnessChip />
      <HoldLight />
      <button
        type="button"
        onClick={() => openOverlay('palette')}
        className="flex h-[30px] min-w-0 flex-[0_1_390px] items-center justify-between gap-2 rounded-md border border-line bg-sunken px-2.5 text-ink-3"
      >
        <span className="truncate">{t('shell.search')}</span>
        <Kbd keys="Ctrl+K" />
      </button>
      <div className="ml-auto flex items-center gap-3.5">
        <GrantChip />
        {hasSeat && <SeatFigures />}
        {hasSeat && <SeatState />}
        <NoticeBell />
        <AccountMenu />
      </div>
    </header>
  );
}
