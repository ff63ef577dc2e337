'use client';
import { Copy, Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { useCommands } from '@/app/_client/commands';
import { useMay } from '@/app/_client/me';
import type { RiskMark } from '@/domain/order/risk-marks';
import type { RevealField } from '@/domain/privacy/reveal';
import type { OrderDetail, ReceiverView } from '@/server/orders/order-detail';
import { showToast } from '@/ui/toast';
import { MarkedText, RiskChips } from '../risk-chips';
import { ReasonDialog } from './reason-dialog';
import { type Shown, useReveal, useSecondsLeft } from './use-reveal';

const SMALL_BUTTON = 'inline-grid size-5 shrink-0 place-items-center rounded text-ink-3 hover:bg-sunken hover:text-ink';

/** The plain value with the time it stays; it can be copied and hidden. */
function Revealed(props: { shown: Shown; what: string; marks: readonly RiskMark[]; onHide: () => void }) {
  const { shown, what, marks, onHide } = props;
  const t = useTranslations();
  const seconds = useSecondsLeft(shown, onHide);
  const copy = async () => {
    const isCopied = await copyText(shown.value);
    showToast(t(isCopied ? 'common.copied' : 'privacy.notCopied'), isCopied ? undefined : 'problem');
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-1 rounded bg-amber-soft px-1 text-ink">
      <span role="status" className="font-semibold break-all whitespace-pre-line select-all">
        <MarkedText text={shown.value} marks={marks} />
      </span>
      <button
        type="button"
        className={SMALL_BUTTON}
        aria-label={`${t('common.copy')} ${what}`}
        onClick={() => void copy()}
      >
        <Copy aria-hidden size={13} />
      </button>
      <button type="button" className={SMALL_BUTTON} aria-label={t('privacy.hide', { what })} onClick={onHide}>
        <EyeOff aria-hidden size={13} />
      </button>
      <span aria-hidden className="text-tiny text-ink-2">
        {t('privacy.secondsLeft', { count: seconds })}
      </span>
    </span>
  );
}

/** One personal value: masked, with an eye for those who may look, or plain for half a minute. */
export function Value(props: {
  field: RevealField;
  masked: string;
  shown: Shown | null;
  mayAsk: boolean;
  /** Marks whose places are in this value: they are shown in it once it is seen. */
  marks?: readonly RiskMark[];
  onAsk: (field: RevealField) => void;
  onHide: () => void;
}) {
  const t = useTranslations('privacy');
  const what = t(`field.${props.field}`);
  const { shown, marks = [], onHide } = props;
  if (shown?.field === props.field) return <Revealed {...{ shown, what, marks, onHide }} />;
  if (props.masked === '') return null;
  return (
    <span className="inline-flex items-center gap-0.5">
      <span className="break-all">{props.masked}</span>
      {props.mayAsk && (
        <button
          type="button"
          className={SMALL_BUTTON}
          aria-label={t('show', { what })}
          title={t('show', { what })}
          onClick={() => props.onAsk(props.field)}
        >
          <Eye aria-hidden size={13} />
        </button>
      )}
    </span>
  );
}

function usePhoneCommand(isPossible: boolean, ask: (field: RevealField) => void): void {
  const t = useTranslations('privacy');
  const commands = useMemo(
    () =>
      isPossible
        ? [
            {
              id: 'order.reveal-phone',
              title: t('show', { what: t('field.phone') }),
              keys: ['v'],
              group: t('group'),
              run: () => ask('phone'),
            },
          ]
        : [],
    [isPossible, ask, t],
  );
  useCommands(commands);
}

/**
 * Whom an order goes to: masked, each value with an eye for those who may look. What is looked at stays for half a minute;
 * what was removed when its time was over is said to be so. Marks stand beside the value they are of, and in it once it is seen.
 */
export function Receiver({
  order,
  receiver,
}: {
  order: Pick<OrderDetail, 'orderId' | 'marks'>;
  receiver: ReceiverView;
}) {
  const t = useTranslations('privacy');
  const [asked, setAsked] = useState<RevealField | null>(null);
  const { shown, hide, reveal } = useReveal(order.orderId);
  const mayAsk = useMay('orders.reveal') && receiver.isKept;
  usePhoneCommand(mayAsk && receiver.phone !== '', setAsked);
  const shared = { shown, mayAsk, onAsk: setAsked, onHide: hide };
  const marksOf = (field: RiskMark['field']) => order.marks.filter((mark) => mark.field === field);
  const [phoneMarks, areaMarks] = [marksOf('phone'), marksOf('area')];
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <Value field="name" masked={receiver.name} {...shared} />
      <Value field="phone" masked={receiver.phone} marks={phoneMarks} {...shared} />
      <RiskChips marks={phoneMarks} isShort />
      <span className="inline-flex min-w-0 flex-wrap items-center">
        <span className="break-all">
          <MarkedText text={receiver.area} marks={areaMarks} />
        </span>
        <Value field="detail" masked={receiver.detail} {...shared} />
      </span>
      <RiskChips marks={areaMarks} isShort />
      {receiver.removedAt !== null && <span className="text-ink-3">{t('removed')}</span>}
      {shown && <span className="text-tiny text-ink-3">{t('leftToday', { count: shown.leftToday })}</span>}
      {asked && <ReasonDialog field={asked} onReveal={reveal} onClose={() => setAsked(null)} />}
    </span>
  );
}
