import { parseAsIsoDate, parseAsString, useQueryStates } from 'nuqs';
import type { ListAuditInput } from '@/server/audit/list';
import { spanOfDays } from '../../_parts/day-span';

/** The filter of the log, as the address has it; days in the zone of the shops, both included. */
const AUDIT_PARAMS = {
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  actor: parseAsString,
  action: parseAsString,
  ref: parseAsString,
};
export const useAuditParams = () => useQueryStates(AUDIT_PARAMS);
export type AuditParams = ReturnType<typeof useAuditParams>[0];

/** What the API is asked for. */
export const filterOf = ({ from, to, actor, action, ref }: AuditParams): Omit<ListAuditInput, 'limit' | 'after'> => ({
  ...spanOfDays(from, to),
  ...(actor && { actor }),
  ...(action && { action }),
  ...(ref && { ref: ref.trim().slice(0, 64) }),
});
