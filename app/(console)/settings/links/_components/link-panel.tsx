'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { ReasonText } from '@/app/_client/reason-text';
import { useTRPC } from '@/app/_client/trpc';
import type { LinkCheck } from '@/server/link-accounts/check';
import type { LinkRow, LinksOverview } from '@/server/link-accounts/list';
import { Button } from '@/ui/button';
import { ChangeablePanel } from '../../_parts/changeable-panel';
import { CopyField } from '../../_parts/copy-field';
import { FormDialog } from '../../_parts/form-dialog';
import { LastHeard } from '../../_parts/last-heard';
import { Part } from '../../_parts/part';
import { StepLine } from '../../_parts/step-line';
import { LinkForm } from './link-form';

function RemoveLink({ link, onClose, onGone }: { link: LinkRow; onClose: () => void; onGone: () => void }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isInUse, setIsInUse] = useState(false);
  const remove = useMutation(
    trpc.linkAccounts.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.linkAccounts.pathFilter());
        onGone();
      },
      onError: (error) => setIsInUse(apiErrorOf(error).detail.why === 'in-use'),
    }),
  );
  const problem = remove.error ? t(isInUse ? 'settings.links.inUse' : `errors.${apiErrorOf(remove.error).code}`) : null;
  return (
    <FormDialog
      title={t('settings.links.removeTitle', { name: link.name })}
      submit={t(isInUse ? 'settings.links.removeAnyway' : 'settings.links.remove')}
      isDanger
      isBusy={remove.isPending}
      problem={problem}
      onClose={onClose}
      onSubmit={() => remove.mutate({ linkId: link.linkId, isConfirmed: isInUse })}
    >
      <p>{t('settings.links.removeText')}</p>
    </FormDialog>
  );
}

/** What came of the test, in words. */
function CheckResult({ check }: { check: LinkCheck }) {
  const t = useTranslations('settings.links');
  switch (check.kind) {
    case 'ok':
      return <StepLine state="ok" title={t('checkOk')} />;
    case 'keys-read':
      return <StepLine state="ok" title={t('checkKeysRead')} />;
    case 'keys-broken':
      return <StepLine state="bad" title={t('checkKeysBroken')} />;
    case 'unreached':
      return <StepLine state="bad" title={t(`unreached_${check.why}`)} />;
    case 'refused':
      return (
        <StepLine state="bad" title={t(`problem_${check.problem}`)}>
          {t('said', { code: check.code, text: check.words })}
        </StepLine>
      );
  }
}

function CheckPart({ link }: { link: LinkRow }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const check = useMutation(trpc.linkAccounts.check.mutationOptions());
  return (
    <Part title={t('settings.links.test')}>
      <Button size="small" disabled={check.isPending} onClick={() => check.mutate({ linkId: link.linkId })}>
        <PlugZap aria-hidden size={13} />
        {t('settings.links.check')}
      </Button>
      <ul aria-live="polite" className="flex flex-col gap-1.5 pt-2">
        {check.data && <CheckResult check={check.data} />}
        {check.error && <StepLine state="bad" title={t(`errors.${apiErrorOf(check.error).code}`)} />}
      </ul>
    </Part>
  );
}

/** What came to the door: the last that was genuine, the last that was refused, what waits and what cannot be read. */
function DoorPart({ link, origin }: { link: LinkRow; origin: string }) {
  const t = useTranslations('settings.links');
  return (
    <Part title={t('door')}>
      <CopyField label={t('doorUrl')} value={`${origin}/hooks/${link.kind}/${link.linkId}`} />
      <p className="text-small text-ink-3">{t(`doorHint_${link.kind}`)}</p>
      <ul className="flex flex-col gap-1.5">
        <LastHeard label={t('heardAt')} at={link.heardAt} never={t('never')} />
        {link.refusedAt !== null && (
          <LastHeard isBad label={t('refusedAt')} at={link.refusedAt}>
            {t(`refusal_${link.refusal ?? 'form'}`)}
          </LastHeard>
        )}
        {link.waiting > 0 && <StepLine state="waiting" title={t('waiting', { count: link.waiting })} />}
        {link.aside > 0 && (
          <StepLine state="bad" title={t('aside', { count: link.aside })}>
            {link.asideReason && <ReasonText reason={link.asideReason} />}
          </StepLine>
        )}
      </ul>
      {link.aside > 0 && (
        <Link href={`/settings/dead-letters?link=${encodeURIComponent(link.linkId)}`} className="text-tide">
          {t('toLetters')}
        </Link>
      )}
    </Part>
  );
}

/** One link: where it pushes to, what came, its test, and changing or removing it. */
export function LinkPanel({
  link,
  overview,
  onClose,
}: {
  link: LinkRow;
  overview: LinksOverview;
  onClose: () => void;
}) {
  const t = useTranslations('settings.links');
  return (
    <ChangeablePanel
      title={link.name}
      words={{ edit: t('edit'), remove: t('removeTitle', { name: link.name }) }}
      form={(close) => <LinkForm link={link} overview={overview} onDone={close} onClose={close} />}
      removal={(close) => <RemoveLink link={link} onClose={close} onGone={onClose} />}
      onClose={onClose}
    >
      <DoorPart link={link} origin={overview.origin} />
      <CheckPart link={link} />
    </ChangeablePanel>
  );
}
