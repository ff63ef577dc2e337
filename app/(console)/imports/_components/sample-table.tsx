'use client';
import { useTranslations } from 'next-intl';
import type { Column } from '@/server/channels/csv/columns';
import type { Layout } from '@/server/channels/csv/layout';

/** The first rows of a file, with what each of its columns is taken for. */
export function SampleTable(props: {
  headings: readonly string[];
  rows: readonly (readonly string[])[];
  layout: Layout;
}) {
  const t = useTranslations('imports.mapping');
  const columnOf = (heading: string) =>
    (Object.entries(props.layout.columns) as [Column, string][]).find(([, name]) => name === heading)?.[0];
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by key
      tabIndex={0}
      aria-label={t('sample')}
      className="overflow-auto rounded-md border border-line"
    >
      <table className="text-left text-small">
        <caption className="p-2 text-left text-ink-2">{t('sample')}</caption>
        <thead>
          <tr>
            {props.headings.map((heading, index) => {
              const column = columnOf(heading);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: headings may stand there twice
                <th key={`${heading} ${index}`} scope="col" className="px-2 py-1 font-semibold whitespace-nowrap">
                  {heading || '—'}
                  <span className={`block font-normal ${column ? 'text-tide' : 'text-ink-3'}`}>
                    {column ? t(`column_${column}`) : t('notUsed')}
                  </span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing else
            <tr key={index} className="border-t border-line">
              {props.headings.map((heading, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: headings may stand there twice
                <td key={`${heading} ${place}`} className="px-2 py-1 whitespace-nowrap">
                  {row[place] || '—'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
