import { ScanSearch } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Kbd } from '@/ui/kbd';

/** The way to everything known of an order, beside its number; with its key where one leads there too. */
export function PanoramaLink({ orderId, orderNo, keys }: { orderId: string; orderNo: string; keys?: string }) {
  const t = useTranslations('orderPage');
  const name = t('openPanorama', { orderNo });
  return (
    <Link
      href={`/orders/${orderId}`}
      prefetch={false}
      aria-label={name}
      title={name}
      className="inline-flex h-6 shrink-0 items-center gap-1 rounded px-1 text-ink-3 hover:bg-sunken hover:text-tide"
    >
      <ScanSearch aria-hidden size={14} />
      {keys && <Kbd keys={keys} />}
    </Link>
  );
}
