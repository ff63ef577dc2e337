'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_client/me';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { yuanText } from '@/app/_order/money';
import { useSearchWords } from '@/app/_order/search-words';
import { useOrderSearch } from '@/app/_order/use-order-search';
import type { OrderListRow } from '@/server/orders/list';
import { Button } from '@/ui/button';
import { showToast } from '@/ui/toast';
import { useProblemText } from '../../_hooks/use-problem-text';

function FoundOrder({ order, onBind, isBusy }: { order: OrderListRow; onBind: () => void; isBusy: boolean }) {
  const t = useTranslations();
  return (
    <li className="flex items-center gap-3 border-t border-line py-1.5 text-small first:border-t-0">
      <span className="text-base font-semibold">{order.orderNo}</span>
      <span className="truncate text-ink-2">
        {t(`terms.platform.${order.platform}`)} · {order.who} · {yuanText(order.amountFen)} ·{' '}
        {t(`terms.status.${order.status}`)}
      </span>
      <Button size="small" className="ml-auto shrink-0" disabled={isBusy} onClick={onBind}>
        {t('desk.bind')}
      </Button>
    </li>
  );
}

/** A conversation that is tied to no order: finds the order and ties it to the customer. */
export function BindOrder({ taskId, customerId }: { taskId: string; customerId: string }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const mayBind = useMay('customers.bind');
  const [text, setText] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const search = useOrderSearch(text);
  const words = useSearchWords(search);
  const bind = async (orderId: string) => {
    setIsBusy(true);
    try {
      await client.customers.bind.mutate({ customerId, orderId });
      showToast(t('desk.bound'));
      await queryClient.invalidateQueries(trpc.tasks.open.queryFilter({ taskId }));
    } catch (error) {
      showToast(problemText(error), 'problem');
    } finally {
      setIsBusy(false);
    }
  };
  const rows = [...new Map(search.findings.flatMap((found) => found.rows).map((row) => [row.orderId, row])).values()];
  if (!mayBind) return null;
  return (
    <section aria-label={t('desk.bindTitle')} className="shrink-0 border-b border-line bg-surface px-4 py-2">
      <label className="flex items-center gap-3 text-small text-ink-2">
        <span className="shrink-0">{t('desk.bindTitle')}</span>
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('shell.search')}
          className="h-[30px] min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2.5 text-base placeholder:text-ink-3"
        />
      </label>
      <ul className="mt-1 max-h-40 overflow-auto">
        {rows.map((order) => (
          <FoundOrder key={order.orderId} order={order} isBusy={isBusy} onBind={() => void bind(order.orderId)} />
        ))}
      </ul>
      {words.status && (
        <p role="status" className={`text-small ${search.state === 'failed' ? 'text-red' : 'text-ink-3'}`}>
          {words.status}
        </p>
      )}
      {words.hint && <p className="text-small text-ink-3">{words.hint}</p>}
    </section>
  );
}
