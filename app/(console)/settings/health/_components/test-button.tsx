'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/ui/button';
import { showToast } from '@/ui/toast';

/** Sends the shop's test message to its own door and says what came of it. */
export function TestButton({ shopId }: { shopId: string }) {
  const t = useTranslations();
  const test = useMutation(
    useTRPC().shops.sendTest.mutationOptions({
      onSuccess: ({ reach, status }) => {
        const isTaken = reach === 'answered' && status === 200;
        const text = isTaken
          ? t('settings.health.testTaken')
          : t('settings.health.testFailed', { status: status ?? 0 });
        showToast(text, isTaken ? 'info' : 'problem');
      },
      onError: (error) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    }),
  );
  return (
    <Button size="small" disabled={test.isPending} onClick={() => test.mutate({ shopId })}>
      {t('settings.health.test')}
    </Button>
  );
}
