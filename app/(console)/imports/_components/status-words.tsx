'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ORDER_STATUSES, type OrderStatus } from '@/domain/order/order';
import type { Layout } from '@/server/channels/csv/layout';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/select-field';

/** What the words of the status column mean, where the platform's own list of words does not say. */
export function StatusWords(props: {
  layout: Layout;
  unknownWords: readonly string[];
  onChange: (layout: Layout) => void;
}) {
  const t = useTranslations();
  const id = useId();
  const [word, setWord] = useState('');
  const { statusWords } = props.layout;
  const words = [...new Set([...Object.keys(statusWords), ...props.unknownWords])];
  const explain = (one: string, status: OrderStatus | '') => {
    const { [one]: _, ...others } = statusWords;
    props.onChange({ ...props.layout, statusWords: status === '' ? others : { ...others, [one]: status } });
  };
  const options = [
    { value: '' as const, label: t('imports.mapping.wordUnknown') },
    ...ORDER_STATUSES.map((status) => ({ value: status, label: t(`terms.status.${status}`) })),
  ];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-small font-semibold text-ink-2">{t('imports.mapping.words')}</legend>
      <p className="text-small text-ink-3">{t('imports.mapping.wordsHint')}</p>
      {words.map((one) => (
        <SelectField
          key={one}
          label={one}
          value={statusWords[one] ?? ''}
          options={options}
          onChange={(status) => explain(one, status)}
        />
      ))}
      <div className="flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          {t('imports.mapping.word')}
        </label>
        <input
          id={id}
          value={word}
          maxLength={40}
          placeholder={t('imports.mapping.word')}
          onChange={(event) => setWord(event.target.value)}
          className="h-8 rounded-md border border-field-line bg-surface px-2.5"
        />
        <Button
          disabled={word.trim() === ''}
          onClick={() => {
            explain(word.trim(), 'to_ship');
            setWord('');
          }}
        >
          {t('imports.mapping.addWord')}
        </Button>
      </div>
    </fieldset>
  );
}
