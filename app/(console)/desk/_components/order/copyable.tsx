'use client';
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { showToast } from '@/ui/toast';

const SHOWN_MS = 1_500;

/** A button that copies a number or code, and says that it did. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTranslations();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    if (await copyText(text)) setIsCopied(true);
    else showToast(t('desk.problem.not-copied'), 'problem');
  };
  const label = isCopied ? t('common.copied') : `${t('common.copy')} ${what}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
      className={`grid size-5 shrink-0 place-items-center rounded hover:bg-sunken ${isCopied ? 'text-green' : 'text-ink-3'}`}
    >
      {isCopied ? <Check aria-hidden size={13} /> : <Copy aria-hidden size={13} />}
    </button>
  );
}
