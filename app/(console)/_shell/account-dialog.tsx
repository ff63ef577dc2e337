'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DensitySwitch } from '@/app/_client/density-switch';
import { apiErrorOf } from '@/app/_client/errors';
import { LocaleSwitch } from '@/app/_client/locale-switch';
import { useMe } from '@/app/_client/me';
import { signOut } from '@/app/_client/sign-in';
import { ThemeSwitch } from '@/app/_client/theme-switch';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { showToast } from '@/ui/toast';
import { SessionList } from './session-list';

/** Who is signed in, language, appearance, where else one is signed in, sign-out. Choices are kept with the account. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const me = useMe();
  const keep = useMutation(
    useTRPC().people.setPreferences.mutationOptions({
      onError: (error) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    }),
  );
  return (
    <Dialog isOpen onClose={onClose} title={t('shell.account')} closeLabel={t('common.close')} width={420}>
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
        <DensitySwitch onChosen={(density) => keep.mutate({ density })} />
        <SessionList />
        <Button onClick={() => void signOut()}>{t('common.signOut')}</Button>
      </div>
    </Dialog>
  );
}
