'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { Role } from '@/server/context';
import type { RightId } from '@/server/grant-table';

const MOMENTS = /(?:At|^until)$/;
const RIGHTS = ['watch-group', 'work-group', 'lead-group'] as const satisfies readonly RightId[];
const ROLES = ['agent', 'supervisor', 'manager', 'admin'] as const satisfies readonly Role[];

/** Says what was done, to what, and the names of details in the page's language; the log's own word where it has none. */
export function useAuditWords() {
  const t = useTranslations('audit');
  const all = useTranslations();
  const moment = useMoment();
  const wordOf = (kind: 'action' | 'field', id: string): string => {
    const key = `${kind}.${id.replaceAll('.', '_')}` as 'action.tasks_claim';
    return t.has(key) ? t(key) : id;
  };
  return {
    actionText: (action: string) => wordOf('action', action),
    fieldText: (field: string) => wordOf('field', field),
    valueText: (field: string, value: string): string => {
      if (MOMENTS.test(field) && /^\d{13}$/.test(value)) return moment(Number(value));
      const right = RIGHTS.find((id) => id === value);
      if (right) return all(`grants.right_${right}`);
      const role = ROLES.find((id) => id === value);
      return role ? all(`shell.role_${role}`) : value;
    },
    actorText: (row: { readonly actor: string; readonly actorName: string | null }) =>
      row.actor === 'system' ? t('system') : (row.actorName ?? row.actor),
  };
}
