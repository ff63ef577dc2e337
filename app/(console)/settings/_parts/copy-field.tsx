'use client';
import { Copy, CopyCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { Button } from '@/ui/button';
import { showToast } from '@/ui/toast';

/** A value to be taken elsewhere: shown whole, copied by its button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslations();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    const isDone = await copyText(value);
    setIsCopied(isDone);
    if (!isDone) showToast(t('settings.notCopied'), 'problem');
  };
  return (
    <div className="flex flex-col gap-1">
      <span className="text-small font-semibold text-ink-2">{label}</span>
      <div className="flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-2.5">
        <code className="min-w-0 flex-1 text-small break-all select-all">{value}</code>
        <Button size="small" aria-label={`${t('common.copy')}: ${label}`} onClick={() => void copy()}>
          {isCopied ? <CopyCheck aria-hidden size={13} /> : <Copy aria-hidden size={13} />}
          <span aria-live="polite">{t(isCopied ? 'common.copied' : 'common.copy')}</span>
        </Button>
      </div>
    </div>
  );
}
