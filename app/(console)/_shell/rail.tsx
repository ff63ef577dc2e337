'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMe } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import { PLACES } from './places';

const countText = (count: number): string => (count > 99 ? '99+' : String(count));

/** The pages this person may open, with the number of cards on the own seat. */
export function Rail() {
  const t = useTranslations();
  const pathname = usePathname();
  const { actions } = useMe();
  const counts = useQuery(useTRPC().tasks.counts.queryOptions());
  // Of two places that fit, the one that lies deeper.
  const here = PLACES.map(({ path }) => path)
    .filter((path) => pathname.startsWith(path))
    .reduce((deepest, path) => (path.length > deepest.length ? path : deepest), '');
  return (
    <nav aria-label={t('nav.label')} className="flex flex-col items-center gap-1 border-r border-line bg-surface py-2">
      {PLACES.filter((place) => actions.includes(place.action)).map(({ id, path, icon: Icon }) => {
        const isHere = path === here;
        const mine = id === 'desk' ? (counts.data?.mine ?? 0) : 0;
        return (
          <Link
            key={id}
            href={path}
            aria-label={mine > 0 ? `${t(`nav.${id}`)} ${countText(mine)}` : t(`nav.${id}`)}
            aria-current={isHere ? 'page' : undefined}
            title={t(`nav.${id}`)}
            className={`relative grid size-9 place-items-center rounded-lg ${isHere ? 'bg-tide-soft text-tide' : 'text-ink-3 hover:bg-sunken'}`}
          >
            <Icon aria-hidden size={18} strokeWidth={1.8} />
            {mine > 0 && (
              <span className="absolute top-0 right-0 min-w-4 rounded-full bg-tide px-1 text-center text-[10px] leading-4 text-tide-ink">
                {countText(mine)}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
