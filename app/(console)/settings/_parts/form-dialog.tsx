'use client';
import { useTranslations } from 'next-intl';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';

/**
 * A dialog with fields, or with a question: what went wrong stands above its two buttons, and what was typed stays. Enter
 * sends it, Escape leaves it.
 */
export function FormDialog(props: {
  title: string;
  submit: string;
  isDanger?: boolean;
  isBusy: boolean;
  problem: string | null;
  onSubmit: (form: FormData) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('common');
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!props.isBusy) props.onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} closeLabel={t('close')} width={440}>
      <form onSubmit={send} className="flex flex-col gap-3 px-4 pt-2 pb-4">
        {props.children}
        {props.problem && (
          <p role="alert" className="text-small text-red">
            {props.problem}
          </p>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button type="submit" variant={props.isDanger ? 'danger' : 'primary'} disabled={props.isBusy}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
