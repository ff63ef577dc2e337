'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { ApiError } from '@/app/_client/errors';
import { REVEAL_REASONS, type RevealField, type RevealReason } from '@/domain/privacy/reveal';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';
import { TextField } from '@/ui/text-field';
import type { RevealWish } from './use-reveal';

function useProblem(): (error: ApiError) => string {
  const t = useTranslations();
  return ({ code, detail }) => {
    if (detail.field === 'note')
      return t(`privacy.refused_note_${detail.rule === 'personal' ? 'personal' : 'required'}`);
    if (detail.reason === 'day') return t('privacy.refused_day', { limit: Number(detail.limit) });
    if (detail.reason === 'masked' || detail.reason === 'removed') return t(`privacy.refused_${detail.reason}`);
    return t(code === 'forbidden' ? 'privacy.refused_forbidden' : `errors.${code}`);
  };
}

function Reasons({ value, onChange }: { value: RevealReason; onChange: (reason: RevealReason) => void }) {
  const t = useTranslations('privacy');
  return (
    <fieldset className="flex flex-col gap-0.5">
      <legend className="mb-1 text-small font-semibold text-ink-2">{t('reasonTitle')}</legend>
      {REVEAL_REASONS.map((reason, index) => (
        <label
          key={reason}
          className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-1 hover:bg-sunken has-checked:bg-tide-soft"
        >
          <input
            type="radio"
            name="reason"
            value={reason}
            checked={value === reason}
            // biome-ignore lint/a11y/noAutofocus: the dialog was opened to choose; otherwise Enter would press its close button
            autoFocus={index === 0}
            onChange={() => onChange(reason)}
            className="accent-tide"
          />
          <span className="flex-1">{t(`reason.${reason}`)}</span>
          <Kbd keys={String(index + 1)} />
        </label>
      ))}
    </fieldset>
  );
}

/** Asks why somebody wants to see a personal value. Digits choose a reason, Enter sends it, Escape leaves. */
export function ReasonDialog(props: {
  field: RevealField;
  onReveal: (wish: RevealWish) => Promise<ApiError | null>;
  onClose: () => void;
}) {
  const t = useTranslations();
  const problemOf = useProblem();
  const [reason, setReason] = useState<RevealReason>(REVEAL_REASONS[0]);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    const refusal = await props.onReveal({ field: props.field, reason, note });
    setIsBusy(false);
    if (refusal) setProblem(refusal);
    else props.onClose();
  };
  const chooseByDigit = (event: KeyboardEvent) => {
    const isWriting = event.target instanceof HTMLInputElement && event.target.type === 'text';
    const chosen = isWriting ? undefined : REVEAL_REASONS[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    setReason(chosen);
  };
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={t('privacy.revealTitle', { what: t(`privacy.field.${props.field}`) })}
      closeLabel={t('common.close')}
      width={400}
    >
      <form
        onSubmit={(event) => void send(event)}
        onKeyDown={chooseByDigit}
        className="flex flex-col gap-3 px-4 pt-2 pb-4"
      >
        <p className="text-small text-ink-2">{t('privacy.revealHint')}</p>
        <Reasons value={reason} onChange={setReason} />
        {reason === 'other' && (
          <TextField
            type="text"
            label={t('privacy.note')}
            hint={t('privacy.noteHint')}
            maxLength={100}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
        {problem && (
          <p role="alert" className="text-small text-red">
            {problemOf(problem)}
          </p>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={isBusy}>
            {t('privacy.reveal')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
