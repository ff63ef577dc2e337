'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import type { OrderListRow } from '@/server/orders/list';

/** The order the keys are on: j/k or the arrows move, Enter opens. Kept by id, so rows coming in above do not move it. */
export function useActiveOrder(rows: readonly OrderListRow[], open: (row: OrderListRow) => void): string | null {
  const t = useTranslations('orderList');
  const [activeId, setActiveId] = useState<string | null>(null);
  const commands = useMemo<Command[]>(() => {
    const index = rows.findIndex((row) => row.orderId === activeId);
    const active = rows[index];
    const moveTo = (next: number) => () => {
      const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
      if (row) setActiveId(row.orderId);
    };
    const group = t('title');
    return [
      {
        id: 'orders.next',
        title: t('next'),
        keys: ['j', 'ArrowDown'],
        group,
        doesRepeat: true,
        run: moveTo(index + 1),
      },
      {
        id: 'orders.previous',
        title: t('previous'),
        keys: ['k', 'ArrowUp'],
        group,
        doesRepeat: true,
        run: moveTo(index - 1),
      },
      ...(active ? [{ id: 'orders.open', title: t('open'), keys: ['Enter'], group, run: () => open(active) }] : []),
    ];
  }, [rows, activeId, open, t]);
  useCommands(commands);
  return activeId;
}
