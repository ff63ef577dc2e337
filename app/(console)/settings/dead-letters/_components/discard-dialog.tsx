'use client';
import { useTranslations } from 'next-intl';
import { TextField } from '@/ui/text-field';
import { FormDialog } from '../../_parts/form-dialog';

/** Asks why letters are to be taken off the list for good. */
export function DiscardDialog(props: {
  count: number;
  isBusy: boolean;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('settings.deadLetters');
  return (
    <FormDialog
      title={t('discardChosen', { count: props.count })}
      submit={t('discard')}
      isDanger
      isBusy={props.isBusy}
      problem={null}
      onSubmit={(form) => {
        props.onSubmit(String(form.get('reason')).trim());
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <p className="text-ink-2">{t('discardText')}</p>
      <TextField label={t('why')} name="reason" required minLength={2} maxLength={200} />
    </FormDialog>
  );
}
