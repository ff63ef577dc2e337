import { parseAsIsoDate, parseAsString, useQueryStates } from 'nuqs';
import type { ListAuditInput } from '@/server/audit/list';

/** The filter of the log, as the address has it; days in the zone of this machine, both included. */
const AUDIT_PARAMS = {
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  actor: parseAsString,
  action: parseAsString,
  ref: parseAsString,
};
export const useAuditParams = () => useQueryStates(AUDIT_PARAMS);
export type AuditParams = ReturnType<typeof useAuditParams>[0];

const startOfDay = (day: Date, plusDays = 0): number =>
  new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + plusDays).getTime();

/** What the API is asked for. */
export const filterOf = ({ from, to, actor, action, ref }: AuditParams): Omit<ListAuditInput, 'limit' | 'after'> => ({
  ...(from && { from: startOfDay(from) }),
  ...(to && { before: startOfDay(to, 1) }),
  ...(actor && { actor }),
  ...(action && { action }),
  ...(ref && { ref: ref.trim().slice(0, 64) }),
});
