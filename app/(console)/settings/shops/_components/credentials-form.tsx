'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { Part } from '../../_parts/part';
import { useRefusalText } from '../../_parts/refusal-text';
import { useSecrets } from '../_hooks/use-shops';

/** What the shop's channel needs besides its secret. What is secret is never shown again; an empty field leaves it as it is. */
export function CredentialsForm({ shopId }: { shopId: string }) {
  const t = useTranslations('settings.shops');
  const refusalText = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSecrets(shopId);
  const save = useMutation(
    trpc.shops.setCredentials.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.shops.pathFilter());
        showToast(t('saved'));
      },
    }),
  );
  if (!data) return null;
  const refused = save.error ? apiErrorOf(save.error).detail.field : undefined;
  const isBeside = data.credentials.some(({ name }) => name === refused);
  const send = (form: FormData) => {
    const typed = data.credentials.flatMap(({ name }) => {
      const value = String(form.get(name) ?? '').trim();
      return value === '' ? [] : [[name, value] as const];
    });
    save.mutate({ shopId, values: Object.fromEntries(typed) });
  };
  return (
    <Part title={t('credentialsTitle')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send(new FormData(event.currentTarget));
        }}
      >
        {data.credentials.map(({ name, isSecret, isEntered, value }) => (
          <TextField
            key={name}
            name={name}
            type={isSecret ? 'password' : 'text'}
            label={t(`credentials.${name}`)}
            defaultValue={value ?? ''}
            placeholder={isEntered && isSecret ? t('entered') : undefined}
            autoComplete="off"
            error={name === refused ? refusalText(save.error) : null}
          />
        ))}
        {save.error && !isBeside && (
          <p role="alert" className="text-small text-red">
            {refusalText(save.error)}
          </p>
        )}
        <div className="flex justify-end">
          <Button type="submit" disabled={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Part>
  );
}
