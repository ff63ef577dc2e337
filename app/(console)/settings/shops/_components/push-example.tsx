'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { Button } from '@/ui/button';
import { Tabs } from '@/ui/tabs';
import { showToast } from '@/ui/toast';
import { LANGUAGES, type Language, SNIPPETS } from './snippets';

const NAMES: Readonly<Record<Language, string>> = { curl: 'curl', node: 'Node.js', python: 'Python' };

/** A signed push to this address, ready to paste. */
export function PushExample({ url }: { url: string }) {
  const t = useTranslations();
  const panelId = useId();
  const [language, setLanguage] = useState<Language>('curl');
  const text = SNIPPETS[language](url);
  const copy = async () => {
    if (await copyText(text)) showToast(t('common.copied'));
    else showToast(t('settings.notCopied'), 'problem');
  };
  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-2.5 py-1.5 text-ink-2">{t('settings.shops.example')}</summary>
      <div className="flex flex-col gap-2 border-t border-line p-2.5">
        <div className="flex items-center justify-between">
          <Tabs
            label={t('settings.shops.example')}
            tabs={LANGUAGES.map((id) => ({ id, label: NAMES[id] }))}
            selected={language}
            panelId={panelId}
            onSelect={setLanguage}
          />
          <Button size="small" onClick={() => void copy()}>
            {t('common.copy')}
          </Button>
        </div>
        <div id={panelId} role="tabpanel" aria-label={NAMES[language]}>
          <textarea
            readOnly
            rows={12}
            wrap="off"
            aria-label={t('settings.shops.example')}
            value={text}
            className="w-full resize-y rounded border border-line bg-sunken p-2 font-mono text-small"
          />
        </div>
        <p className="text-small text-ink-3">{t('settings.shops.exampleHint')}</p>
      </div>
    </details>
  );
}
