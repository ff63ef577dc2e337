'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { MarkedText } from './marked-text';

interface ReplyFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly body: string;
  readonly facts: readonly string[];
  readonly isDisabled: boolean;
  readonly placeholder: string;
  readonly onChange: (body: string) => void;
}

const SHAPE =
  '[scrollbar-gutter:stable] col-start-1 row-start-1 px-3 py-2.5 text-base leading-[21px] break-words whitespace-pre-wrap';

/** Where the reply is written. Facts that were filled in stand on a tinted ground; Escape leaves the field. */
export function ReplyField({ field, body, facts, isDisabled, placeholder, onChange }: ReplyFieldProps) {
  const t = useTranslations('desk');
  const ground = useRef<HTMLDivElement>(null);
  const leave = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.blur();
  };
  return (
    <div className="grid h-[92px]">
      <div ref={ground} aria-hidden className={`${SHAPE} overflow-hidden text-transparent`}>
        <MarkedText text={body} facts={facts} />
      </div>
      <textarea
        ref={field}
        value={body}
        aria-label={t('reply')}
        aria-keyshortcuts="r"
        placeholder={placeholder}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={leave}
        onScroll={(event) => {
          if (ground.current) ground.current.scrollTop = event.currentTarget.scrollTop;
        }}
        className={`${SHAPE} resize-none overflow-auto bg-transparent outline-none placeholder:text-ink-3 disabled:text-ink-3`}
      />
    </div>
  );
}
