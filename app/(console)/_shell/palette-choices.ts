'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useAllCommands } from '@/app/_client/commands';
import { useMay } from '@/app/_client/me';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import { useFindingTitle } from '@/app/_order/search-words';
import type { useOrderSearch } from '@/app/_order/use-order-search';
import type { AskableShop } from '@/server/orders/askable-shops';
import type { OrderListRow } from '@/server/orders/list';
import { useAskForOrder } from './use-ask-for-order';

export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly side: string;
  readonly keys: string | null;
  readonly run: () => void;
  /** With Ctrl: what else can be done with it. */
  readonly runOther?: () => void;
}

/** Choices under one heading. */
export interface ChoiceGroup {
  readonly id: string;
  readonly title: string;
  readonly choices: readonly Choice[];
}

function useOrderChoice(): (groupId: string, order: OrderListRow) => Choice {
  const t = useTranslations();
  const moment = useMoment();
  const router = useRouter();
  return (groupId, order) => ({
    id: `${groupId}-${order.orderId}`,
    title: order.orderNo,
    note: [order.who, yuanText(order.amountFen), moment(order.placedAt)].filter(Boolean).join(' · '),
    side: [
      t(`terms.platform.${order.platform}`),
      t(`terms.state.${order.state}`),
      order.openTaskId === null ? '' : t('search.hasCard'),
    ]
      .filter(Boolean)
      .join(' · '),
    keys: null,
    run: () => router.push(`/orders/${order.orderId}`),
    ...(order.openTaskId !== null && { runOther: () => router.push(`/desk?task=${order.openTaskId}`) }),
  });
}

/** Where nobody knows the order: the shops whose platforms can be asked for it. */
function useAskChoices(text: string, askable: readonly AskableShop[]): readonly ChoiceGroup[] {
  const t = useTranslations();
  const mayAsk = useMay('orders.askNow');
  const askFor = useAskForOrder();
  if (!mayAsk || askable.length === 0) return [];
  const choices = askable.map((shop) => ({
    id: `ask-${shop.shopId}`,
    title: t('search.askShop', { shop: shop.name }),
    note: text,
    side: t(`terms.platform.${shop.platform}`),
    keys: null,
    run: () => void askFor(shop, text),
  }));
  return [{ id: 'ask', title: t('search.askTitle'), choices }];
}

/** The orders that a text may mean, by how each was found, then the commands that it names. */
export function useChoices(
  text: string,
  { findings, askable }: ReturnType<typeof useOrderSearch>,
): readonly ChoiceGroup[] {
  const t = useTranslations();
  const ask = useAskChoices(text.trim(), askable);
  const titleOf = useFindingTitle();
  const orderChoice = useOrderChoice();
  const wanted = text.trim().toLowerCase();
  const commands = useAllCommands()
    .filter((command) => command.isEnabled !== false && command.title.toLowerCase().includes(wanted))
    .map(({ id, title, group, keys, run }) => ({ id, title, note: '', side: group, keys: keys[0] ?? null, run }));
  const orders = findings
    .filter(({ rows }) => rows.length > 0)
    .map(({ kind, rows, isMore }): ChoiceGroup => {
      const count = t(isMore ? 'search.countMore' : 'search.count', { count: rows.length });
      const choices = rows.map((row) => orderChoice(kind, row));
      return { id: kind, title: `${titleOf(kind, text.trim())} · ${count}`, choices };
    });
  return commands.length === 0
    ? [...orders, ...ask]
    : [...orders, ...ask, { id: 'commands', title: t('search.commands'), choices: commands }];
}
