'use client';
import { useTranslations } from 'next-intl';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/text-field';

/** Asks why something is done before it is; what went wrong stands above the buttons, and what was typed stays. */
export function ReasonDialog(props: {
  title: string;
  submit: string;
  /** Names the field. */
  label: string;
  /** What will happen. */
  children: ReactNode;
  isBusy: boolean;
  isDisabled?: boolean;
  problem: string | null;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('common');
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim();
    if (!props.isBusy) props.onSubmit(reason);
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} closeLabel={t('close')} width={440}>
      <form onSubmit={send} className="flex flex-col gap-3 px-4 pt-2 pb-4">
        {props.children}
        <TextField
          name="reason"
          label={props.label}
          minLength={2}
          maxLength={200}
          required
          autoFocus
          autoComplete="off"
        />
        {props.problem && (
          <p role="alert" className="text-small text-red">
            {props.problem}
          </p>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" disabled={props.isBusy || props.isDisabled}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
