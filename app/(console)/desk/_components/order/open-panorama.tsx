'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { PanoramaLink } from '@/app/_order/panorama-link';

const KEY = 'o';

/** The way from the open card to everything known of its order, by click and by key. */
export function OpenPanorama({ orderId, orderNo }: { orderId: string; orderNo: string }) {
  const t = useTranslations();
  const router = useRouter();
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'desk.panorama',
        title: t('orderPage.openThis'),
        keys: [KEY],
        group: t('desk.group.card'),
        run: () => router.push(`/orders/${orderId}`),
      },
    ],
    [t, router, orderId],
  );
  useCommands(commands);
  return <PanoramaLink orderId={orderId} orderNo={orderNo} keys={KEY} />;
}
