'use client';
import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { useSeen } from '../_hooks/use-mappings';

const COUNTED_TO = 1_000;

/** Articles that orders name and that are mapped to nothing: sold, and held by nobody. */
export function SeenList(props: { shopId: string; isKept: boolean; onMap: (platformSku: string) => void }) {
  const t = useTranslations('stockPages');
  const { data, error } = useSeen(props.shopId);
  if (error) return <p className="border-b border-line px-4 py-2 text-small text-red">{t('seenFailed')}</p>;
  if (!data || data.rows.length === 0) return null;
  return (
    <section
      aria-label={t('seen')}
      className="flex max-h-60 shrink-0 flex-col overflow-auto border-b border-line bg-surface"
    >
      <h2 className="sticky top-0 flex flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2 font-semibold">
        {t('seen')} <Chip tone={props.isKept ? 'red' : 'amber'}>{data.total}</Chip>
        <span className="text-small font-normal text-ink-2">{t(props.isKept ? 'seenHint' : 'seenHintNotKept')}</span>
      </h2>
      <ul>
        {data.rows.map(({ platformSku, title, orders }) => (
          <li key={platformSku} className="flex items-center gap-3 border-b border-line px-4 py-1 last:border-b-0">
            <span className="w-52 truncate font-semibold" title={platformSku}>
              {platformSku}
            </span>
            <span className="min-w-0 flex-1 truncate text-ink-2">{title}</span>
            <span className="tabular-nums">
              {orders >= COUNTED_TO ? t('ordersOver', { count: COUNTED_TO }) : t('orders', { count: orders })}
            </span>
            <Button
              size="small"
              aria-label={t('mapArticle', { article: platformSku })}
              onClick={() => props.onMap(platformSku)}
            >
              {t('map')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
