'use client';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ExportListId } from '@/server/exports/lists';
import { Button } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { showToast } from '@/ui/toast';
import { apiErrorOf } from './errors';
import { useMay } from './me';
import { useTRPC } from './trpc';

type FilterValue = string | number | boolean | string[];

/** Hands the browser an address to download from; the page stays where it is. */
function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}

/** Takes the list on the screen away as a file, with the filter it has there; nothing for whoever may not. */
export function ExportMenu(props: {
  list: ExportListId;
  filter: Readonly<Record<string, FilterValue | null | undefined>>;
}) {
  const t = useTranslations();
  const locale = useLocale() === 'en' ? 'en' : 'zh-CN';
  const may = useMay(`exports.${props.list}`);
  const begin = useMutation(
    useTRPC().exports.begin.mutationOptions({
      onSuccess: ({ ticket }) => {
        download(`/api/exports/${ticket}`);
        showToast(t('exports.started'));
      },
      onError: (error) => {
        const { code, detail } = apiErrorOf(error);
        if (code === 'invalid' && detail.max !== undefined) {
          showToast(t('exports.tooLong', { max: detail.max }), 'problem');
        } else showToast(t(code === 'too-many' ? 'exports.tooMany' : `errors.${code}`), 'problem');
      },
    }),
  );
  if (!may) return null;
  const set = Object.entries(props.filter).filter((entry): entry is [string, FilterValue] => entry[1] != null);
  const start = (format: 'csv' | 'xlsx') => () =>
    begin.mutate({ list: props.list, format, locale, filter: Object.fromEntries(set) });
  return (
    <Menu
      trigger={
        <Button size="small" disabled={begin.isPending}>
          <Download aria-hidden size={14} />
          {t('exports.button')}
        </Button>
      }
      items={[
        { id: 'csv', label: t('exports.csv'), onSelect: start('csv') },
        { id: 'xlsx', label: t('exports.xlsx'), onSelect: start('xlsx') },
      ]}
    />
  );
}
