'use client';
import { useTranslations } from 'next-intl';
import { ReleaseWarning } from '@/app/_merging/merge-warning';
import { CAUSES } from '@/domain/desk/task';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import type { DispositionInHand } from '../../_hooks/use-disposition';
import type { ReplyInHand } from '../../_hooks/use-reply';
import { SidePart } from './side-part';

const LONGEST_NOTE = 500;

function Causes({ disposition, isDisabled }: { disposition: DispositionInHand; isDisabled: boolean }) {
  const t = useTranslations('desk');
  const { cause, setCause, note, setNote } = disposition;
  return (
    <>
      <fieldset className="mt-2 flex flex-wrap gap-1.5" disabled={isDisabled}>
        <legend className="sr-only">{t('causes')}</legend>
        {CAUSES.map((id) => (
          <Button key={id} size="small" isPressed={cause === id} onClick={() => setCause(cause === id ? null : id)}>
            {t(`cause.${id}`)}
          </Button>
        ))}
      </fieldset>
      {cause === 'other' && (
        <TextField
          label={t('causeNote')}
          isLabelHidden
          placeholder={t('causeNote')}
          value={note}
          maxLength={LONGEST_NOTE}
          disabled={isDisabled}
          onChange={(event) => setNote(event.target.value)}
          className="mt-2"
        />
      )}
    </>
  );
}

interface DispositionProps {
  readonly disposition: DispositionInHand;
  readonly reply: ReplyInHand;
  readonly orderId: string | null;
  readonly mayDecide: boolean;
  readonly isOpen: boolean;
}

/** The judgement on the card in one key, its cause, and closing it without a message. */
export function Disposition({ disposition, reply, orderId, mayDecide, isOpen }: DispositionProps) {
  const t = useTranslations('desk');
  const { decisions, decision, decide, isTalk } = disposition;
  return (
    <SidePart title={t('disposition')} note={t(isTalk ? 'dispositionTalk' : 'dispositionNote')}>
      <fieldset className="grid grid-cols-3 gap-1.5" disabled={!isOpen}>
        <legend className="sr-only">{t('disposition')}</legend>
        {decisions.map((id, index) => (
          <Button
            key={id}
            keys={String(index + 1)}
            isPressed={decision === id}
            onClick={() => decide(id)}
            className="h-[34px]"
          >
            {disposition.nameOf(id)}
          </Button>
        ))}
      </fieldset>
      {orderId !== null && decision === 'false-alarm' && <ReleaseWarning orderId={orderId} />}
      {orderId !== null && <Causes disposition={disposition} isDisabled={!isOpen} />}
      <Button
        className="mt-2 w-full"
        disabled={decision === null || !mayDecide || reply.isBusy}
        onClick={reply.dispose}
      >
        {t('decideAndNext')}
      </Button>
    </SidePart>
  );
}
