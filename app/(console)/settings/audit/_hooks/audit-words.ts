'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { AuditRow } from '@/server/audit/list';
import { valuesIn, WORDS_OF_FIELDS, withValues } from './value-words';

const MOMENTS = /(?:At|^until|^from|^to)$/;
/** Ids that only machines read: they stand in the whole entry, not in the list. */
const RAW = /^(?:session|secret|hold|interaction|template|merge|redrive)Id$|^key$|^openKfIds$/;

type AnyKey = 'audit.action.tasks_claim';

/** Says what was done, to what, and the details of it in the page's language; the log's own word where it has none. */
export function useAuditWords() {
  const t = useTranslations();
  const moment = useMoment();
  const wordOf = (prefixes: readonly string[], id: string): string | undefined => {
    const key = prefixes.map((prefix) => `${prefix}${id.replaceAll('.', '_')}`).find((one) => t.has(one as AnyKey));
    return key === undefined ? undefined : t(key as AnyKey);
  };
  const oneValue = (field: string, value: string): string => {
    if (MOMENTS.test(field) && /^\d{13}$/.test(value)) return moment(Number(value));
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'audit.yes' : 'audit.no');
    return wordOf(WORDS_OF_FIELDS[field] ?? WORDS_OF_FIELDS.any ?? [], value) ?? value;
  };
  const valueText = (field: string, value: string) =>
    field === 'note' ? value : withValues(value, (one) => oneValue(field, one), t('audit.between'));
  const fieldText = (field: string) => wordOf(['audit.field.'], field) ?? field;
  return {
    actionText: (action: string) => wordOf(['audit.action.'], action) ?? action,
    fieldText,
    valueText,
    actorText: (row: Pick<AuditRow, 'actor' | 'actorName'>) =>
      row.actor === 'system' ? t('audit.system') : (row.actorName ?? row.actor),
    /** What it was done to: by its name, else by the words for it, else its id. */
    objectText: ({ ref, refName }: Pick<AuditRow, 'ref' | 'refName'>): string => {
      if (ref === null) return '—';
      if (refName !== null) return refName;
      return wordOf(['audit.object_'], ref === '*' ? 'all' : ref) ?? (/^\d+$/.test(ref) ? `#${ref}` : ref);
    },
    /** The details in one line. */
    lineText: (detail: AuditRow['detail']): string =>
      Object.entries(detail)
        .filter(([field, value]) => !RAW.test(field) && valuesIn(value).length > 0)
        .map(([field, value]) => `${fieldText(field)} ${valueText(field, value)}`)
        .join(' · '),
  };
}
