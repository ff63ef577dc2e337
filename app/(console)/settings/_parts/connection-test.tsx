'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ReasonText } from '@/app/_client/reason-text';
import { useTRPC } from '@/app/_client/trpc';
import type { CallTest, ConnectionTest as Outcome } from '@/server/shops/test-connection';
import { Button } from '@/ui/button';
import { MissingCredentials } from './missing-credentials';
import { Part } from './part';
import { useRefusalText } from './refusal-text';
import { StepLine } from './step-line';

/** One real call: that it worked, or what is wrong and what to do, with the platform's own code. */
function Call({ call, of }: { call: CallTest; of: 'list' | 'messages' }) {
  const t = useTranslations('settings.shops.connection');
  if (call.isOk) return <StepLine state="ok" title={t(`${of}Works`, { ms: call.tookMs })} />;
  return (
    <StepLine state="bad" title={t(call.missing.length > 0 ? 'notConnected' : `problem_${call.problem}`)}>
      {of === 'messages' && <span className="block">{t('messagesFail')}</span>}
      {call.missing.length > 0 ? <MissingCredentials names={call.missing} /> : <ReasonText reason={call.reason} />}
    </StepLine>
  );
}

function Steps({ outcome }: { outcome: Outcome }) {
  return (
    <ol className="flex flex-col gap-1.5">
      <Call call={outcome.list} of="list" />
      {outcome.messages && <Call call={outcome.messages} of="messages" />}
    </ol>
  );
}

/** Asks the shop's platform with what is entered, and says what is wrong where it does not answer. */
export function ConnectionTest({ shopId }: { shopId: string }) {
  const t = useTranslations('settings.shops.connection');
  const refusalText = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.shops.testConnection.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.channels.pathFilter());
        void queryClient.invalidateQueries(trpc.health.overview.queryFilter());
      },
    }),
  );
  const button = (
    <Button size="small" disabled={test.isPending} onClick={() => test.mutate({ shopId })}>
      <PlugZap aria-hidden size={13} />
      {t('test')}
    </Button>
  );
  return (
    <Part title={t('title')} action={button}>
      <div aria-live="polite">
        {test.isPending && <p className="text-small text-ink-2">{t('testing')}</p>}
        {test.isIdle && <p className="text-small text-ink-2">{t('hint')}</p>}
        {test.error && (
          <p role="alert" className="text-red">
            {refusalText(test.error)}
          </p>
        )}
        {test.data && <Steps outcome={test.data} />}
      </div>
    </Part>
  );
}
