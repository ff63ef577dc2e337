'use client';
import Link from 'next/link';
import type { AuditRow } from '@/server/audit/list';
import { useAuditWords } from '../_hooks/audit-words';

/** What an entry is about; an order leads to its page. */
export function AuditObject({ row }: { row: AuditRow }) {
  const words = useAuditWords();
  if (row.orderId === null) return words.objectText(row);
  return (
    <Link href={`/orders/${row.orderId}`} className="text-tide underline underline-offset-2">
      {words.objectText(row)}
    </Link>
  );
}
