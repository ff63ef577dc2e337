'use client';
import { GripVertical, Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { PointerEvent } from 'react';
import type { Tier } from '@/domain/tiers/tier';
import { Chip } from '@/ui/chip';
import { classNames } from '@/ui/class-names';
import { useConditionText } from './condition-text';
import { useTierName, useTimeText } from './tier-text';

const DROP_LINES = {
  above: 'shadow-[inset_0_2px_0_var(--tide)]',
  below: 'shadow-[inset_0_-2px_0_var(--tide)]',
} as const;

interface TierRowProps {
  readonly tier: Tier;
  readonly place: number;
  readonly total: number;
  readonly openCards: number;
  readonly isChosen: boolean;
  readonly isChanged: boolean;
  readonly isWrong: boolean;
  readonly canMove: boolean;
  readonly dropAt: keyof typeof DROP_LINES | null;
  readonly isDragged: boolean;
  readonly onChoose: () => void;
  /** Answers whether the key moved the row. */
  readonly onKey: (key: string) => boolean;
  readonly onGrab: (event: PointerEvent<HTMLElement>) => void;
}

/** One tier: its place, name, times and condition in a line each. */
export function TierRow(props: TierRowProps) {
  const t = useTranslations('settings.tiers');
  const nameOf = useTierName();
  const timeText = useTimeText();
  const conditionText = useConditionText();
  const { tier, place, total, isChosen } = props;
  return (
    <li
      className={classNames(
        'flex items-stretch border-b border-line',
        isChosen && 'bg-tide-soft',
        props.isDragged && 'opacity-60',
        props.dropAt && DROP_LINES[props.dropAt],
      )}
    >
      <Handle {...props} name={nameOf(tier)} />
      <button
        type="button"
        aria-current={isChosen ? 'true' : undefined}
        onClick={props.onChoose}
        className={`min-w-0 flex-1 py-2 pr-3 text-left ${isChosen ? '' : 'hover:bg-sunken'}`}
      >
        <span className="flex items-center gap-2">
          <span className="text-small text-ink-2">{place + 1}</span>
          <b className="truncate font-semibold">{nameOf(tier)}</b>
          {props.isWrong && <Chip tone="red">{t('wrong')}</Chip>}
          {props.isChanged && !props.isWrong && <Chip tone="tide">{t('changed')}</Chip>}
          <span className="ml-auto shrink-0 text-small text-ink-2">{t('openCards', { count: props.openCards })}</span>
        </span>
        <span className="block truncate text-small text-ink-2">
          {timeText(tier)} · {place === total - 1 ? t('everything') : conditionText(tier.condition)}
        </span>
      </button>
    </li>
  );
}

function Handle(props: TierRowProps & { readonly name: string }) {
  const t = useTranslations('settings.tiers');
  if (!props.canMove)
    return (
      <span className="grid w-9 place-items-center text-ink-3">
        {props.place === props.total - 1 && <Lock role="img" aria-label={t('stays')} size={14} />}
      </span>
    );
  return (
    <button
      type="button"
      data-handle={props.tier.id}
      aria-label={t('handle', { name: props.name, place: props.place + 1, total: props.total })}
      aria-describedby="tier-handle-hint"
      title={t('handleHint')}
      onPointerDown={props.onGrab}
      onKeyDown={(event) => {
        if (props.onKey(event.key)) event.preventDefault();
      }}
      className="grid w-9 cursor-grab touch-none place-items-center text-ink-3 hover:text-ink active:cursor-grabbing"
    >
      <GripVertical aria-hidden size={16} />
    </button>
  );
}
