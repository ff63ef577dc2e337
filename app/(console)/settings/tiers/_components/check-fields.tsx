'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type CheckCall, type ParamSpec, paramsOf } from '@/domain/tiers/checks';
import type { TierProblem } from '@/domain/tiers/tier-problems';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { useWordText } from './condition-text';
import { NumberField } from './number-field';
import { useProblemText } from './problem-text';
import { SpanField } from './span-field';

type Value = number | readonly string[];

/** One check with a field for each of its parameters, as the table of checks describes them. */
export function CheckFields(props: {
  call: CheckCall;
  path: string;
  problems: readonly TierProblem[];
  onChange: (call: CheckCall) => void;
}) {
  const { call, path } = props;
  const t = useTranslations('settings.tiers');
  const problemText = useProblemText(props.problems);
  const params = call.params as Readonly<Record<string, Value>>;
  // Each value keeps the type that its own specification asks for.
  const put = (name: string, value: Value) =>
    props.onChange({ ...call, params: { ...params, [name]: value } } as CheckCall);
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-3 gap-y-1.5">
      <span className="leading-[30px]">{t(`check.${call.check}`)}</span>
      {Object.entries(paramsOf(call.check)).map(([name, spec]) => (
        <ParamField
          key={name}
          name={name}
          spec={spec}
          value={params[name] ?? spec.default}
          error={problemText(`${path}.${name}`)}
          onChange={(value) => put(name, value)}
        />
      ))}
    </div>
  );
}

interface ParamFieldProps {
  readonly name: string;
  readonly spec: ParamSpec;
  readonly value: Value;
  readonly error: string | null;
  readonly onChange: (value: Value) => void;
}

function ParamField({ name, spec, value, error, onChange }: ParamFieldProps) {
  const t = useTranslations('settings.tiers');
  const label = t(`param.${name}`);
  if (spec.kind === 'words') {
    const words = typeof value === 'object' ? value : [];
    const field = { name, label, words, error, onChange };
    return spec.oneOf === null ? <FreeWords {...field} /> : <ChosenWords {...field} choices={spec.oneOf} />;
  }
  const number = typeof value === 'number' ? value : Number.NaN;
  if (spec.unit === 'ms')
    return (
      <span className="flex items-start gap-1">
        <span aria-hidden className="leading-[30px]">
          {label}
        </span>
        <SpanField label={label} ms={number} error={error} onChange={onChange} />
      </span>
    );
  const sign = spec.unit === 'fen' ? { prefix: '≥ ¥', scale: 100 } : { prefix: '≥', suffix: t('messagesUnit') };
  return <NumberField label={label} value={number} error={error} onChange={onChange} {...sign} />;
}

interface WordsProps {
  readonly name: string;
  readonly label: string;
  readonly words: readonly string[];
  readonly error: string | null;
  readonly onChange: (words: readonly string[]) => void;
}

const wordsIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,，、;；\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
];

function FreeWords({ label, words, error, onChange }: WordsProps) {
  const t = useTranslations('settings.tiers');
  const [typed, setTyped] = useState(words.join(', '));
  const text = wordsIn(typed).join() === words.join() ? typed : words.join(', ');
  return (
    <TextField
      isLabelHidden
      label={label}
      value={text}
      placeholder={t('wordsHint')}
      title={t('wordsHint')}
      error={error}
      className="min-w-60 flex-1"
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(wordsIn(event.target.value));
      }}
    />
  );
}

function ChosenWords({ name, label, words, error, onChange, choices }: WordsProps & { choices: readonly string[] }) {
  const wordText = useWordText();
  const toggled = (word: string) =>
    choices.filter((choice) => (choice === word ? !words.includes(choice) : words.includes(choice)));
  return (
    <fieldset className="flex min-w-0 flex-1 flex-wrap items-center gap-1 py-[3px]">
      <legend className="sr-only">{label}</legend>
      {choices.map((word) => (
        <Button key={word} size="small" isPressed={words.includes(word)} onClick={() => onChange(toggled(word))}>
          {wordText(name, word)}
        </Button>
      ))}
      {error && <span className="w-full text-small text-red">{error}</span>}
    </fieldset>
  );
}
