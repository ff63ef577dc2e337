'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMe } from '@/app/_client/me';
import { SECTIONS } from '../sections';

/** The sections this person may open. */
export function SectionMenu() {
  const t = useTranslations('settings');
  const pathname = usePathname();
  const { actions } = useMe();
  return (
    <nav
      data-side-menu
      aria-label={t('menu')}
      className="flex w-[200px] shrink-0 flex-col gap-0.5 overflow-auto border-r border-line bg-surface p-2"
    >
      {SECTIONS.filter(({ action }) => actions.includes(action)).map(({ id, path }) => {
        const isHere = pathname === path;
        return (
          <Link
            key={id}
            href={path}
            aria-current={isHere ? 'page' : undefined}
            className={`rounded-md px-2.5 py-1.5 ${isHere ? 'bg-tide-soft font-semibold text-tide' : 'text-ink-2 hover:bg-sunken'}`}
          >
            {t(`sections.${id}`)}
          </Link>
        );
      })}
    </nav>
  );
}
