'use client';
import { Copy, CopyCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { showToast } from '@/ui/toast';

/** A new password beside its user name, this once: nobody can read it again afterwards. */
export function PasswordOnce(props: {
  title: string;
  name: string;
  username: string;
  password: string;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    const isDone = await copyText(props.password);
    setIsCopied(isDone);
    if (!isDone) showToast(t('settings.people.notCopied'), 'problem');
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} closeLabel={t('common.close')} width={440}>
      <div className="flex flex-col gap-3 px-4 pt-2 pb-4">
        <p>{t('settings.people.passwordOnce', { name: props.name })}</p>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 rounded-md border border-line bg-sunken p-3">
          <dt className="text-small text-ink-2">{t('settings.people.username')}</dt>
          <dd className="font-semibold">{props.username}</dd>
          <dt className="text-small text-ink-2">{t('settings.people.password')}</dt>
          <dd className="flex flex-wrap items-center justify-between gap-2">
            <code className="text-base break-all select-all">{props.password}</code>
            <Button size="small" onClick={() => void copy()}>
              {isCopied ? <CopyCheck aria-hidden size={13} /> : <Copy aria-hidden size={13} />}
              <span aria-live="polite">{t(isCopied ? 'common.copied' : 'common.copy')}</span>
            </Button>
          </dd>
        </dl>
        <div className="flex justify-end gap-2">
          {props.children}
          <Button variant="primary" onClick={props.onClose}>
            {t('settings.people.passwordKept')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
