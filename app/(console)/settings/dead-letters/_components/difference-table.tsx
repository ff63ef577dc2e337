import { useTranslations } from 'next-intl';
import type { BodyDifference } from '@/server/dead-letters/mask-body';

/** Two bodies side by side, where they differ. */
export function DifferenceTable({ differences }: { differences: readonly BodyDifference[] }) {
  const t = useTranslations('settings.deadLetters');
  if (differences.length === 0) return <p className="text-ink-2">{t('sameValues')}</p>;
  return (
    <table className="w-full table-fixed text-small">
      <thead className="text-ink-3">
        <tr>
          <th className="py-1 text-left font-normal">{t('place')}</th>
          <th className="text-left font-normal">{t('ours')}</th>
          <th className="text-left font-normal">{t('theirs')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ path, ours, theirs, isKeptBack }) => (
          <tr key={path} className="border-t border-line align-top">
            <td className="py-1 pr-2 break-all text-ink-2">{path}</td>
            {isKeptBack ? (
              <td colSpan={2} className="text-ink-3">
                {t('keptBackDiffers')}
              </td>
            ) : (
              <>
                <td className="pr-2 break-all tabular-nums">{ours ?? '—'}</td>
                <td className="font-semibold break-all tabular-nums">{theirs ?? '—'}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
