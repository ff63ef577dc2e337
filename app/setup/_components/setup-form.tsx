'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';

function AdminFields({ token }: { token: string }) {
  const t = useTranslations('setup');
  return (
    <>
      <TextField
        key={token}
        name="token"
        label={t('token')}
        hint={t('tokenHint')}
        defaultValue={token}
        required
        autoComplete="off"
      />
      <TextField
        name="username"
        label={t('username')}
        hint={t('usernameHint')}
        pattern="[a-zA-Z0-9_.]{3,30}"
        required
        autoComplete="username"
      />
      <TextField name="name" label={t('name')} required maxLength={40} autoComplete="name" />
      <TextField
        name="password"
        type="password"
        label={t('password')}
        hint={t('passwordHint')}
        minLength={12}
        required
        autoComplete="new-password"
      />
    </>
  );
}

function useToken(): string {
  const [token, setToken] = useState('');
  useEffect(() => setToken(new URLSearchParams(location.search).get('token') ?? ''), []);
  return token;
}

/** Creates the first administrator with the token from the console. */
export function SetupForm() {
  const t = useTranslations();
  const trpc = useTRPC();
  const token = useToken();
  const status = useQuery(trpc.setup.status.queryOptions());
  const create = useMutation(trpc.setup.createAdmin.mutationOptions({ onSuccess: () => location.assign('/sign-in') }));
  const refusalText = (code: string) => t(code === 'forbidden' ? 'setup.refused' : `errors.${code}`);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? '');
    create.mutate({
      token: field('token').trim(),
      username: field('username').trim(),
      name: field('name'),
      password: field('password'),
    });
  };
  return (
    <form
      onSubmit={submit}
      className="flex w-full max-w-100 flex-col gap-3 rounded-xl border border-line bg-surface p-6"
    >
      <h1 className="text-lead font-semibold">{t('setup.title')}</h1>
      {status.data?.needsSetup === false ? (
        <p>
          {t('setup.done')}{' '}
          <a className="text-tide underline" href="/sign-in">
            {t('setup.toSignIn')}
          </a>
        </p>
      ) : (
        <>
          <p className="text-ink-2">{t('setup.intro')}</p>
          <AdminFields token={token} />
          <p role="alert" className="min-h-4 text-small text-red">
            {create.error && refusalText(apiErrorOf(create.error).code)}
          </p>
          <Button type="submit" variant="primary" disabled={create.isPending || create.isSuccess}>
            {create.isSuccess ? t('setup.created') : t('setup.submit')}
          </Button>
        </>
      )}
    </form>
  );
}
