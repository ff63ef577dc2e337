'use client';
import { useTranslations } from 'next-intl';
import { classNames } from '@/ui/class-names';
import { sectionDomId } from '../_hooks/use-section-keys';
import type { Section, SectionProps } from '../sections';

/** A titled box around one section; it can have the focus, so that keys lead to it. */
export function SectionFrame({
  section,
  page,
  onEnter,
}: SectionProps & { section: Section; onEnter: (id: Section['id']) => void }) {
  const t = useTranslations('orderPage');
  const { id, column, Content } = section;
  return (
    <section
      id={sectionDomId(id)}
      aria-labelledby={`${sectionDomId(id)}-title`}
      tabIndex={-1}
      onFocus={() => onEnter(id)}
      className={classNames(
        'scroll-mt-3 rounded-lg border border-line bg-surface p-3 outline-none focus-visible:ring-2 focus-visible:ring-tide',
        column === 'log' && 'flex min-h-0 flex-1 flex-col',
      )}
    >
      <h2 id={`${sectionDomId(id)}-title`} className="mb-2 text-small font-semibold text-ink-2">
        {t(`section.${id}`)}
      </h2>
      <Content page={page} />
    </section>
  );
}
