'use client';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect } from 'react';
import type { Attendee } from '@/domain/desk/attendance';
import type { TaskDetail } from '@/server/tasks/open';
import { Button } from '@/ui/button';
import type { DispositionInHand } from '../../_hooks/use-disposition';
import type { DraftInHand } from '../../_hooks/use-draft';
import type { CardLock } from '../../_hooks/use-lock';
import type { ReplyInHand } from '../../_hooks/use-reply';
import type { Standing } from '../../_hooks/use-standing';
import type { SuggestionsInHand } from '../../_hooks/use-suggestions';
import { LockLine } from './lock-line';
import { ReplyField } from './reply-field';
import { isSendable, Quota, TextCheck } from './reply-limits';

export interface ComposerProps {
  readonly detail: TaskDetail;
  readonly attendees: readonly Attendee[];
  readonly standing: Standing;
  readonly lock: CardLock;
  readonly draft: DraftInHand;
  readonly disposition: DispositionInHand;
  readonly suggestions: SuggestionsInHand;
  readonly reply: ReplyInHand;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** What the main button does now, in words; null when there is nothing it could do. */
export function useActionLabel({ detail, standing, draft, disposition, reply }: ComposerProps): {
  readonly label: string;
  readonly isEnabled: boolean;
} {
  const t = useTranslations('desk');
  const { decision, isChosen } = disposition;
  const isCopy = detail.reply.kind === 'copy';
  const isQuotaLeft = detail.reply.kind === 'copy' || detail.reply.quota.reason === null;
  const verb = !reply.hasText && decision && isChosen ? t('decide') : t(isCopy ? 'copyAndMark' : 'send');
  const label = decision ? `${verb} · ${disposition.nameOf(decision)} · ${t('andNext')}` : verb;
  const isPossible = reply.hasText
    ? standing.mayReply && isQuotaLeft && isSendable(draft.body)
    : standing.mayDecide && decision !== null && isChosen;
  return { label, isEnabled: isPossible && !reply.isBusy };
}

/** What another page of the same person saved meanwhile, and what to do about it. */
function ChangedElsewhere({ draft }: { draft: DraftInHand }) {
  const t = useTranslations('desk');
  const isChanged = draft.state === 'changed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it turns out to be changed
  useEffect(() => {
    if (isChanged) void draft.reload();
  }, [isChanged]);
  if (!isChanged) return null;
  return (
    <div role="alert" className="flex items-center gap-2 border-t border-line px-3 py-1.5 text-small text-amber">
      {t('draftChanged')}
      <Button size="small" onClick={draft.adopt}>
        {t('draftTheirs')}
      </Button>
      <Button size="small" onClick={draft.keepMine}>
        {t('draftMine')}
      </Button>
    </div>
  );
}

function DraftSign({ draft }: { draft: DraftInHand }) {
  const t = useTranslations('desk');
  if (draft.state === 'failed')
    return (
      <button type="button" className="text-red underline" onClick={draft.saveNow}>
        {t('draft.failed')}
      </button>
    );
  if (draft.body === '' && draft.state === 'saved') return null;
  return <span>{t(`draft.${draft.state}`)}</span>;
}

function Problem({ text, onReload }: { text: string; onReload: () => void }) {
  const t = useTranslations('desk');
  return (
    <div role="alert" className="flex items-center gap-2 border-t border-red-line bg-red-soft px-3 py-1.5 text-red">
      {text}
      <Button size="small" className="ml-auto" onClick={onReload}>
        {t('reload')}
      </Button>
    </div>
  );
}

/** The reply: text, its limits, and the one button that sends, decides and moves on. */
export function Composer(props: ComposerProps) {
  const t = useTranslations('desk');
  const { detail, standing, draft, suggestions, reply, field } = props;
  const action = useActionLabel(props);
  const facts = suggestions.taken?.used.map((use) => use.shown) ?? [];
  const reload = () => {
    reply.clearProblem();
    void draft.reload();
  };
  return (
    <section
      aria-label={t('reply')}
      className="mx-4 mb-3 shrink-0 rounded-lg border border-line-strong bg-surface focus-within:border-tide focus-within:ring-3 focus-within:ring-tide-soft"
    >
      <ReplyField
        field={field}
        body={draft.body}
        facts={facts}
        isDisabled={!standing.mayReply}
        placeholder={
          standing.mayReply ? t('replyHint') : t(`replyBlocked.${standing.whose}`, { name: detail.row.seatName ?? '' })
        }
        onChange={(body) => draft.write({ body, templateId: body.trim() === '' ? null : draft.templateId })}
      />
      <LockLine lock={props.lock} hasText={reply.hasText} />
      <ChangedElsewhere draft={draft} />
      {reply.problem && <Problem text={reply.problem} onReload={reload} />}
      <div className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 border-t border-line px-2 py-1.5 text-small text-ink-3">
        <TextCheck body={draft.body} isFromTemplate={suggestions.taken !== null} />
        <Quota reply={detail.reply} />
        <DraftSign draft={draft} />
        <Button
          variant="primary"
          keys="Ctrl+Enter"
          className="ml-auto"
          disabled={!action.isEnabled}
          onClick={reply.act}
        >
          {action.label}
        </Button>
      </div>
    </section>
  );
}
