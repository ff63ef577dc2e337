'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPCClient } from '@/app/_client/trpc';
import { useAskedText } from '@/app/_order/asked-text';
import type { AskableShop } from '@/server/orders/askable-shops';
import { showToast } from '@/ui/toast';

/** What a platform has given is in the pool within a second, or set aside. */
const LOOKS = 8;
const LOOK_AFTER_MS = 400;

/** Asks the platform of a shop for an order that nobody has told of, and leads to it. */
export function useAskForOrder(): (shop: AskableShop, orderNo: string) => Promise<void> {
  const t = useTranslations();
  const router = useRouter();
  const client = useTRPCClient();
  const askedText = useAskedText();
  const find = async (orderNo: string): Promise<string | null> => {
    for (let look = 0; look < LOOKS; look += 1) {
      const { findings } = await client.orders.search.query({ text: orderNo });
      const found = findings.flatMap(({ rows }) => rows).find((row) => row.orderNo === orderNo);
      if (found) return found.orderId;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AFTER_MS));
    }
    return null;
  };
  return async ({ shopId, name }, orderNo) => {
    showToast(t('search.asking', { shop: name }));
    try {
      const answer = await client.orders.askNow.mutate({ shopId, orderNo });
      if (!answer.isOk) return showToast(askedText(answer), 'problem');
      const orderId = await find(orderNo);
      if (orderId === null) return showToast(t('search.askedAside'), 'problem');
      router.push(`/orders/${orderId}`);
    } catch (error) {
      showToast(t(`errors.${apiErrorOf(error).code}`), 'problem');
    }
  };
}
