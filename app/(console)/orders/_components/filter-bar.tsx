'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import {
  CARD_CHOICES,
  MARK_CHOICES,
  type OrderParams,
  REGION_CHOICES,
  VERDICT_CHOICES,
} from '@/app/_order/order-params';
import { BOARD_STATES } from '@/domain/order/board-state';
import { STAGES } from '@/domain/order/lifecycle';
import { PLATFORMS } from '@/domain/order/platform';
import { ORDER_CLASSES } from '@/domain/triage/verdict';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/select-field';

interface FilterProps {
  readonly params: OrderParams;
  readonly onChange: (change: Partial<OrderParams>) => void;
}

const LISTS = [
  { field: 'platform', choices: PLATFORMS, words: 'terms.platform' },
  { field: 'region', choices: REGION_CHOICES, words: 'terms.region' },
  { field: 'state', choices: BOARD_STATES, words: 'terms.state' },
  { field: 'stage', choices: STAGES, words: 'terms.stage' },
  { field: 'class', choices: ORDER_CLASSES, words: 'terms.class' },
  { field: 'verdict', choices: VERDICT_CHOICES, words: 'orderList.verdict' },
  { field: 'card', choices: CARD_CHOICES, words: 'orderList.card' },
  { field: 'mark', choices: MARK_CHOICES, words: 'terms.mark' },
] as const;

function Choice({ list, params, onChange }: FilterProps & { list: (typeof LISTS)[number] }) {
  const t = useTranslations();
  const label = t(`orderList.field_${list.field}`);
  const options = list.choices.map((value: string) => ({
    value,
    label:
      value === 'other'
        ? t('orderList.regionOther')
        : value === 'any'
          ? t('orderList.markAny')
          : t(`${list.words}.${value}`),
  }));
  const chosen: string = params[list.field] ?? '';
  return (
    <SelectField
      label={label}
      isLabelHidden
      value={chosen}
      isActive={chosen !== ''}
      options={[{ value: '', label: t('orderList.any', { field: label }) }, ...options]}
      onChange={(value) => onChange({ [list.field]: value === '' ? null : value })}
    />
  );
}

const DUES = { late: { isLate: true }, soon: { shipDue: 'soon' }, passed: { shipDue: 'passed' } } as const;
const isDue = (value: string): value is keyof typeof DUES => Object.hasOwn(DUES, value);

/** What runs out of time: in its stage, or by the platform's own deadline. */
function DueChoice({ params, onChange }: FilterProps) {
  const t = useTranslations('orderList');
  const chosen = params.shipDue ?? (params.isLate === true ? 'late' : '');
  return (
    <SelectField
      label={t('due')}
      isLabelHidden
      value={chosen}
      isActive={chosen !== ''}
      options={[
        { value: '', label: t('any', { field: t('due') }) },
        { value: 'late', label: t('late') },
        { value: 'soon', label: t('shipDue_soon') },
        { value: 'passed', label: t('shipDue_passed') },
      ]}
      onChange={(value) => onChange({ isLate: null, shipDue: null, ...(isDue(value) ? DUES[value] : {}) })}
    />
  );
}

function DayField({ params, onChange }: FilterProps) {
  const t = useTranslations('orderList');
  return (
    <input
      type="date"
      aria-label={t('day')}
      title={t('day')}
      value={params.day ?? ''}
      onChange={(event) => onChange({ day: event.target.value === '' ? null : event.target.value })}
      className={`h-[30px] rounded-md border px-2 ${params.day ? 'border-tide bg-tide-soft text-tide' : 'border-field-line bg-raised'}`}
    />
  );
}

function TakeAway({ text, onRemove }: { text: string; onRemove: () => void }) {
  const t = useTranslations('orderList');
  return (
    <Button size="small" isPressed aria-label={t('remove', { filter: text })} onClick={onRemove}>
      {text}
      <X aria-hidden size={12} />
    </Button>
  );
}

/** Filters that only links set: they are shown so that they can be taken away. */
function LinkedFilters({ params, onChange }: FilterProps) {
  const t = useTranslations('orderList');
  const moment = useMoment();
  const { withinMinutes, placedFrom, placedBefore } = params;
  const from = placedFrom === null ? '…' : moment(placedFrom);
  const before = placedBefore === null ? '…' : moment(placedBefore);
  return (
    <>
      {withinMinutes !== null && (
        <TakeAway text={t('within', { minutes: withinMinutes })} onRemove={() => onChange({ withinMinutes: null })} />
      )}
      {(placedFrom !== null || placedBefore !== null) && (
        <TakeAway
          text={t('placedBetween', { from, before })}
          onRemove={() => onChange({ placedFrom: null, placedBefore: null })}
        />
      )}
    </>
  );
}

/** Everything an order list can be narrowed by; what is chosen stands in the address. */
export function FilterBar({ params, onChange }: FilterProps) {
  const t = useTranslations('orderList');
  return (
    <search aria-label={t('filters')} className="flex flex-wrap items-center gap-1.5">
      {LISTS.map((list) => (
        <Choice key={list.field} {...{ list, params, onChange }} />
      ))}
      <DayField {...{ params, onChange }} />
      <DueChoice {...{ params, onChange }} />
      <Button
        isPressed={params.isInConflict === true}
        onClick={() => onChange({ isInConflict: params.isInConflict === true ? null : true })}
      >
        {t('inConflict')}
      </Button>
      <Button
        isPressed={params.isMergeable === true}
        onClick={() => onChange({ isMergeable: params.isMergeable === true ? null : true })}
      >
        {t('mergeable')}
      </Button>
      <Button
        isPressed={params.isHistory === false}
        onClick={() => onChange({ isHistory: params.isHistory === false ? null : false })}
      >
        {t('noHistory')}
      </Button>
      <LinkedFilters {...{ params, onChange }} />
    </search>
  );
}
