'use client';
import { useTranslations } from 'next-intl';
import { Kbd } from '@/ui/kbd';
import { SECTIONS, type Section } from '../sections';

/** The sections by name, with the keys that move between them. */
export function SectionNav({ currentId, onGo }: { currentId: Section['id'] | null; onGo: (section: Section) => void }) {
  const t = useTranslations('orderPage');
  return (
    <nav
      aria-label={t('sections')}
      className="flex shrink-0 items-center gap-0.5 overflow-x-auto border-b border-line bg-surface px-3 py-1"
    >
      {SECTIONS.map((section) => (
        <button
          key={section.id}
          type="button"
          aria-current={section.id === currentId ? 'true' : undefined}
          onClick={() => onGo(section)}
          className={`rounded-md px-2 py-0.5 text-small whitespace-nowrap ${section.id === currentId ? 'bg-tide-soft font-semibold text-tide' : 'text-ink-2 hover:bg-sunken'}`}
        >
          {t(`section.${section.id}`)}
        </button>
      ))}
      <span aria-hidden className="ml-auto flex gap-1">
        <Kbd keys="j" />
        <Kbd keys="k" />
      </span>
    </nav>
  );
}
