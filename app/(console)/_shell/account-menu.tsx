'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { LocaleSwitch } from '@/app/_client/locale-switch';
import { useMe } from '@/app/_client/me';
import { signOut } from '@/app/_client/sign-in';
import { ThemeSwitch } from '@/app/_client/theme-switch';
import { useTRPC } from '@/app/_client/trpc';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { showToast } from '@/ui/toast';

/** Who is signed in, language, appearance, sign-out. Choices are kept with the account. */
export function AccountMenu() {
  const t = useTranslations();
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  const keep = useMutation(
    useTRPC().people.setPreferences.mutationOptions({
      onError: (error) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    }),
  );
  return (
    <>
      <button
        type="button"
        aria-label={`${t('shell.account')}: ${me.name}`}
        onClick={() => setIsOpen(true)}
        className="rounded-full"
      >
        <Avatar name={me.name} size={28} />
      </button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('shell.account')}
        closeLabel={t('common.close')}
        width={360}
      >
        <div className="flex flex-col gap-4 px-4 pt-2 pb-4">
          <p>
            <b>{me.name}</b>
            <span className="ml-2 text-ink-3">
              {t(`shell.role_${me.role}`)}
              {me.groupName && ` · ${me.groupName}`}
            </span>
          </p>
          <LocaleSwitch onChosen={(locale) => keep.mutate({ locale })} />
          <ThemeSwitch onChosen={(theme) => keep.mutate({ theme })} />
          <Button onClick={() => void signOut()}>{t('common.signOut')}</Button>
        </div>
      </Dialog>
    </>
  );
}
