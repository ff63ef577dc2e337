'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import { SelectField } from '@/ui/select-field';
import type { LetterParams } from '../_hooks/letter-params';

const SHOP = 'shop:';
const LINK = 'link:';

/** Of whom: a shop or an outside link; one that is switched off can still be the chosen one. */
export function SourceField(props: {
  params: Pick<LetterParams, 'shop' | 'link'>;
  onChange: (change: Pick<LetterParams, 'shop' | 'link'>) => void;
}) {
  const t = useTranslations('settings.deadLetters');
  const connections = useQuery(useTRPC().health.overview.queryOptions()).data?.connections ?? [];
  const { shop, link } = props.params;
  const value = link !== null ? LINK + link : shop !== null ? SHOP + shop : '';
  const listed = connections.flatMap(({ id, kind, shopId, name }) => {
    if (shopId !== null) return [{ value: SHOP + shopId, label: name }];
    const isLink = kind === 'qimen' || kind === 'kuaidi100' || kind === 'wechat-pay';
    return isLink ? [{ value: LINK + id.slice(kind.length + 1), label: name }] : [];
  });
  const isListed = value === '' || listed.some((one) => one.value === value);
  return (
    <SelectField
      label={t('source')}
      isLabelHidden
      isActive={value !== ''}
      value={value}
      options={[
        { value: '', label: t('anySource') },
        ...listed,
        ...(isListed ? [] : [{ value, label: t('chosenSource') }]),
      ]}
      onChange={(chosen) =>
        props.onChange({
          shop: chosen.startsWith(SHOP) ? chosen.slice(SHOP.length) : null,
          link: chosen.startsWith(LINK) ? chosen.slice(LINK.length) : null,
        })
      }
    />
  );
}
