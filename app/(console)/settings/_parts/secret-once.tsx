'use client';
import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { CopyField } from './copy-field';

/** Secrets that nobody can read again afterwards: to be copied now. */
export function SecretOnce(props: {
  title: string;
  text: string;
  values: readonly { readonly label: string; readonly value: string }[];
  onClose: () => void;
}) {
  const t = useTranslations('settings');
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} width={520}>
      <div className="flex flex-col gap-3 px-4 pt-2 pb-4">
        <p>{props.text}</p>
        {props.values.map(({ label, value }) => (
          <CopyField key={label} label={label} value={value} />
        ))}
        <p className="rounded-md bg-amber-soft px-3 py-2 text-small text-amber">{t('shownOnce')}</p>
        <div className="flex justify-end">
          <Button variant="primary" onClick={props.onClose}>
            {t('keptSafe')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
