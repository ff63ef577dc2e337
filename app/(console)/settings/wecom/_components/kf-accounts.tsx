'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { AccountCheck } from '@/server/wecom/check';
import type { KfRow, WecomRow } from '@/server/wecom/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { showToast } from '@/ui/toast';
import { Ago } from '../../_parts/ago';
import { Part } from '../../_parts/part';
import { useRefusalText } from '../../_parts/refusal-text';
import { StepLine } from '../../_parts/step-line';

interface Choice {
  readonly openKfId: string;
  readonly name: string;
  readonly known: KfRow | null;
}

/** Those WeCom named, with what is known of them, then those it did not name any more. */
function choicesOf(known: readonly KfRow[], check: AccountCheck | undefined): Choice[] {
  const rowOf = (id: string) => known.find(({ openKfId }) => openKfId === id) ?? null;
  const named = check?.kind === 'ok' ? check.kf.map((one) => ({ ...one, known: rowOf(one.openKfId) })) : [];
  const others = known.filter(({ openKfId }) => named.every((one) => one.openKfId !== openKfId));
  return [...named, ...others.map((row) => ({ openKfId: row.openKfId, name: row.name, known: row }))];
}

/** What WeCom said to the test, in words. */
function CheckResult({ check }: { check: AccountCheck }) {
  const t = useTranslations('settings.wecom');
  if (check.kind === 'ok')
    return (
      <>
        <StepLine state="ok" title={t('check_token')} />
        <StepLine state="ok" title={t('check_list', { count: check.kf.length })} />
      </>
    );
  if (check.kind === 'unreached') return <StepLine state="bad" title={t(`unreached_${check.why}`)} />;
  return (
    <>
      {check.call === 'list' && <StepLine state="ok" title={t('check_token')} />}
      <StepLine state="bad" title={t(`problem_${check.problem}`, { ip: check.ip ?? '?' })}>
        {t('said', { code: check.errcode, text: check.errmsg })}
      </StepLine>
    </>
  );
}

function KfLine({ choice, isServed, onToggle }: { choice: Choice; isServed: boolean; onToggle: () => void }) {
  const t = useTranslations('settings.wecom');
  const { known } = choice;
  return (
    <li className="py-1.5">
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={isServed} onChange={onToggle} />
        <span className="min-w-0 flex-1 truncate">{choice.name}</span>
        {known?.isServed && known.syncFailures > 0 && <Chip tone="red">{t('pullFails')}</Chip>}
        {known?.isServed && known.syncFailures === 0 && (
          <span className="text-small text-ink-3">
            {t('pulled')} <Ago at={known.syncedAt} never={t('notPulled')} />
          </span>
        )}
      </label>
      {known?.isServed && known.syncError && known.syncFailures > 0 && (
        <p className="pl-6 text-small break-words text-red">{known.syncError}</p>
      )}
    </li>
  );
}

/** Tests the account against WeCom, and lets a person choose which of its customer-service accounts are served. */
export function KfAccounts({ account }: { account: WecomRow }) {
  const t = useTranslations('settings.wecom');
  const refusalText = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const check = useMutation(trpc.wecom.check.mutationOptions());
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const serve = useMutation(
    trpc.wecom.serve.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.wecom.pathFilter());
        setChosen(null);
        showToast(t('saved'));
      },
    }),
  );
  const choices = choicesOf(account.kf, check.data);
  const served = chosen ?? new Set(account.kf.filter(({ isServed }) => isServed).map(({ openKfId }) => openKfId));
  const toggle = (id: string) => {
    const next = new Set(served);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const problem = refusalText(check.error ?? serve.error);
  return (
    <Part
      title={t('kf')}
      action={
        <Button size="small" disabled={check.isPending} onClick={() => check.mutate({ accountId: account.accountId })}>
          <PlugZap aria-hidden size={13} />
          {t('check')}
        </Button>
      }
    >
      <ol className="flex flex-col gap-1.5" aria-live="polite">
        {check.data && <CheckResult check={check.data} />}
      </ol>
      {problem && (
        <p role="alert" className="text-red">
          {problem}
        </p>
      )}
      {choices.length === 0 && !check.data && <p className="text-small text-ink-2">{t('checkHint')}</p>}
      {choices.length === 0 && check.data?.kind === 'ok' && <p className="text-amber">{t('noKf')}</p>}
      <ul className="divide-y divide-line">
        {choices.map((choice) => (
          <KfLine
            key={choice.openKfId}
            choice={choice}
            isServed={served.has(choice.openKfId)}
            onToggle={() => toggle(choice.openKfId)}
          />
        ))}
      </ul>
      {chosen && (
        <div className="flex justify-end gap-2">
          <Button size="small" onClick={() => setChosen(null)}>
            {t('undo')}
          </Button>
          <Button
            size="small"
            variant="primary"
            disabled={serve.isPending}
            onClick={() =>
              serve.mutate({
                accountId: account.accountId,
                kf: choices
                  .filter(({ openKfId }) => chosen.has(openKfId))
                  .map(({ openKfId, name }) => ({ openKfId, name })),
              })
            }
          >
            {t('serve')}
          </Button>
        </div>
      )}
    </Part>
  );
}
