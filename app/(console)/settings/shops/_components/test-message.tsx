'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ReasonText } from '@/app/_client/reason-text';
import { useTRPC } from '@/app/_client/trpc';
import type { ShopRow } from '@/server/shops/list';
import type { TestSent } from '@/server/shops/send-test';
import { Button } from '@/ui/button';
import { Part } from '../../_parts/part';
import { useRefusalText } from '../../_parts/refusal-text';
import { StepLine } from '../../_parts/step-line';

const ASK_EVERY_MS = 500;

/** How far a test message has come behind the door, asked until it is known. */
function useOutcome(shopId: string, sent: TestSent | undefined) {
  const isStored = sent?.status === 200;
  return useQuery({
    ...useTRPC().shops.testOutcome.queryOptions({ shopId, key: sent?.key ?? '' }),
    enabled: isStored,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'waiting' ? false : ASK_EVERY_MS),
  });
}

/** What the front door made of it, step by step. */
function Steps({ shop, sent }: { shop: ShopRow; sent: TestSent }) {
  const t = useTranslations('settings.shops');
  const { data: outcome } = useOutcome(shop.shopId, sent);
  const isReached = sent.reach === 'answered';
  const isTaken = sent.status === 200;
  const readState = outcome?.state === 'done' ? 'ok' : outcome?.state === 'unreadable' ? 'bad' : 'waiting';
  return (
    <ol className="flex flex-col gap-1.5" aria-live="polite">
      <StepLine state={isReached ? 'ok' : 'bad'} title={t(isReached ? 'step_reached' : `step_${sent.reach}`)}>
        {!isReached && <code className="break-all">{sent.url}</code>}
      </StepLine>
      {isReached && (
        <StepLine
          state={isTaken ? 'ok' : 'bad'}
          title={t(isTaken ? 'step_signed' : 'step_refused', { status: sent.status ?? 0 })}
        >
          {!isTaken && (shop.isActive ? (sent.reason ?? sent.outcome) : t('door_inactive'))}
        </StepLine>
      )}
      {isTaken && <StepLine state="ok" title={t('step_stored')} />}
      {isTaken && (
        <StepLine
          state={readState}
          title={t(readState === 'waiting' ? 'step_reading' : readState === 'ok' ? 'step_read' : 'step_unreadable')}
        >
          {outcome?.reason && <ReasonText reason={outcome.reason} />}
        </StepLine>
      )}
      {readState === 'ok' && outcome && (
        <StepLine state={outcome.orders === 0 ? 'ok' : 'bad'} title={t('step_noOrder', { count: outcome.orders })} />
      )}
    </ol>
  );
}

/** Sends a signed test message through the real front door and says how far it came. */
export function TestMessage({ shop }: { shop: ShopRow }) {
  const t = useTranslations('settings.shops');
  const refusalText = useRefusalText();
  const send = useMutation(useTRPC().shops.sendTest.mutationOptions());
  const button = (
    <Button
      size="small"
      disabled={send.isPending || shop.needsSecret}
      onClick={() => send.mutate({ shopId: shop.shopId })}
    >
      <Send aria-hidden size={13} />
      {t('sendTest')}
    </Button>
  );
  return (
    <Part title={t('test')} action={button}>
      {!send.data && !send.error && <p className="text-small text-ink-2">{t('testHint')}</p>}
      {send.error && (
        <p role="alert" className="text-red">
          {refusalText(send.error)}
        </p>
      )}
      {send.data && <Steps shop={shop} sent={send.data} />}
    </Part>
  );
}
