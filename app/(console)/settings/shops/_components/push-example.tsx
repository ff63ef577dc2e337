'use client';
import { useTranslations } from 'next-intl';
import { Fragment, useId, useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/select-field';
import { Tabs } from '@/ui/tabs';
import { showToast } from '@/ui/toast';
import { EXPLAINED } from './order-example';
import { CONTENTS, type Content, LANGUAGES, type Language, SNIPPETS } from './snippets';

const NAMES: Readonly<Record<Language, string>> = { curl: 'curl', node: 'Node.js', python: 'Python' };

/** What the fields of an order are, in the order of the example. */
function FieldList() {
  const t = useTranslations('settings.shops');
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-1 text-small">
      {EXPLAINED.map((field) => (
        <Fragment key={field}>
          <dt>{field === 'others' ? t('exampleOthers') : <code>{field}</code>}</dt>
          <dd className="text-ink-2">{t(`exampleField.${field}`)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** A signed push to this address, ready to paste: a test message, or a whole order. */
export function PushExample({ url }: { url: string }) {
  const t = useTranslations();
  const panelId = useId();
  const [language, setLanguage] = useState<Language>('curl');
  const [content, setContent] = useState<Content>('ping');
  const text = SNIPPETS[language](url, content);
  const copy = async () => {
    if (await copyText(text)) showToast(t('common.copied'));
    else showToast(t('settings.notCopied'), 'problem');
  };
  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-2.5 py-1.5 text-ink-2">{t('settings.shops.example')}</summary>
      <div className="flex flex-col gap-2 border-t border-line p-2.5">
        <SelectField
          label={t('settings.shops.exampleContent')}
          value={content}
          options={CONTENTS.map((value) => ({ value, label: t(`settings.shops.exampleContents.${value}`) }))}
          onChange={setContent}
        />
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
            rows={content === 'order' ? 18 : 12}
            wrap="off"
            aria-label={t('settings.shops.example')}
            value={text}
            className="w-full resize-y rounded border border-line bg-sunken p-2 font-mono text-small"
          />
        </div>
        <p className="text-small text-ink-3">{t(`settings.shops.exampleHints.${content}`)}</p>
        {content === 'order' && <FieldList />}
      </div>
    </details>
  );
}
