'use client';
import { useTranslations } from 'next-intl';
import type { Effect, FieldChange, FieldValue, TransferRow } from '@/server/transfer/report';
import type { SectionName } from '@/server/transfer/settings-file';
import { Chip, type ChipTone } from '@/ui/chip';

const SECTIONS = [
  'groups',
  'people',
  'shops',
  'wecom',
  'links',
  'notices',
  'tiers',
  'rules',
] as const satisfies readonly SectionName[];
const TONES: Readonly<Record<Effect, ChipTone>> = {
  add: 'green',
  change: 'tide',
  same: 'neutral',
  remove: 'amber',
  'by-hand': 'amber',
  'not-yours': 'neutral',
  refused: 'red',
};
const PROBLEMS = [
  'no-such-group',
  'groupId',
  'username',
  'last-admin',
  'self',
  'another-shop',
  'channel',
  'cards-overdue',
] as const;

/** Why an entry was refused or is left to be done by hand. */
function useReasonText(): (row: TransferRow) => string | null {
  const t = useTranslations('settings.transfer');
  return ({ effect, problem, about }) => {
    if (effect === 'not-yours') return t('whyNotYours');
    const known = PROBLEMS.find((key) => key === problem);
    if (known) return t(`why_${known}`, { about: about ?? '' });
    if (effect === 'by-hand') return t('whyByHand');
    return effect === 'refused' ? t('whyOther', { about: about ?? problem ?? '' }) : null;
  };
}

function useValueText(): (field: string, value: FieldValue) => string {
  const t = useTranslations();
  return (field, value) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return '—';
    if (typeof value === 'boolean') return t(`settings.transfer.${value ? 'yes' : 'no'}`);
    if (field === 'role') return t(`shell.role_${String(value) as 'agent'}`);
    if (field === 'platform') return t(`terms.platform.${String(value) as 'generic'}`);
    return Array.isArray(value) ? value.join(', ') : String(value);
  };
}

function Change({ change }: { change: FieldChange }) {
  const t = useTranslations('settings.transfer');
  const textOf = useValueText();
  const { field, from, to } = change;
  const label = t(`field_${field as 'name'}`);
  if (from === null && to === null) return <li>{label}</li>;
  return (
    <li>
      <span className="text-ink-3">{label} </span>
      <del className="text-ink-3">{textOf(field, from)}</del>
      <span aria-hidden className="text-ink-3">
        {' → '}
      </span>
      <ins className="font-semibold no-underline">{textOf(field, to)}</ins>
    </li>
  );
}

function ReportRow({ row }: { row: TransferRow }) {
  const t = useTranslations('settings.transfer');
  const reason = useReasonText()(row);
  return (
    <tr className="border-t border-line align-top">
      <td className="w-28 py-1.5 pr-2">
        <Chip tone={TONES[row.effect]}>{t(`effect_${row.effect}`)}</Chip>
      </td>
      <th scope="row" className="w-64 py-1.5 pr-4 text-left font-semibold break-all">
        {row.name}
      </th>
      <td className="py-1.5">
        <ul>
          {row.fields.map((change) => (
            <Change key={change.field} change={change} />
          ))}
        </ul>
        {reason && <p className={row.effect === 'refused' ? 'text-red' : 'text-ink-2'}>{reason}</p>}
      </td>
    </tr>
  );
}

/** Every section of the file: what becomes of each entry; those that are as they are already are only counted. */
export function ReportSections({ rows }: { rows: readonly TransferRow[] }) {
  const t = useTranslations('settings.transfer');
  return SECTIONS.map((section) => {
    const own = rows.filter((row) => row.section === section);
    if (own.length === 0) return null;
    const shown = own.filter(({ effect }) => effect !== 'same');
    return (
      <section key={section} aria-label={t(`section_${section}`)}>
        <h3 className="flex items-baseline gap-2 font-semibold">
          {t(`section_${section}`)}
          <span className="text-small font-normal text-ink-3">
            {t('sameCount', { count: own.length - shown.length })}
          </span>
        </h3>
        {shown.length > 0 && (
          <div className="mt-1 max-h-96 overflow-auto">
            <table className="w-full">
              <tbody>
                {shown.map((row, index) => (
                  // A refused entry may have the name of another.
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows of a report never move
                  <ReportRow key={`${index} ${row.name}`} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    );
  });
}
