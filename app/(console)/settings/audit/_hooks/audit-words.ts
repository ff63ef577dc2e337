'use client';
import { useTranslations } from 'next-intl';

/** Says what was done, to what, and the names of details in the page's language; the log's own word where it has none. */
export function useAuditWords() {
  const t = useTranslations('audit');
  const wordOf = (kind: 'action' | 'field', id: string): string => {
    const key = `${kind}.${id.replaceAll('.', '_')}` as 'action.tasks_claim';
    return t.has(key) ? t(key) : id;
  };
  return {
    actionText: (action: string) => wordOf('action', action),
    fieldText: (field: string) => wordOf('field', field),
    actorText: (row: { readonly actor: string; readonly actorName: string | null }) =>
      row.actor === 'system' ? t('system') : (row.actorName ?? row.actor),
  };
}
