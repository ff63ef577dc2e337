'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useMay } from '@/app/_client/me';
import { ReasonText } from '@/app/_client/reason-text';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { LetterDetail } from '@/server/dead-letters/get';
import type { LetterRow } from '@/server/dead-letters/list';
import { Button } from '@/ui/button';
import { Skeleton } from '@/ui/skeleton';
import { DetailPanel } from '../../_parts/detail-panel';
import { Part } from '../../_parts/part';
import { useLetterActions } from '../_hooks/use-letter-actions';
import { DifferenceTable } from './difference-table';
import { DiscardDialog } from './discard-dialog';
import { RawBody } from './raw-body';

function Body({ detail }: { detail: LetterDetail }) {
  const t = useTranslations('settings.deadLetters');
  if (detail.whyNoBody !== null) return <p className="text-ink-2">{t(`noBody_${detail.whyNoBody}`)}</p>;
  if (detail.lines === null) return <p className="text-ink-2">{t('notJson', { bytes: detail.bytes })}</p>;
  return (
    <dl className="text-small">
      {detail.lines.map(({ path, value }) => (
        <div key={path} className="flex gap-3 border-t border-line py-0.5 first:border-t-0">
          <dt className="w-1/2 shrink-0 break-all text-ink-2">{path}</dt>
          <dd className="min-w-0 break-all tabular-nums">
            {value ?? <span className="text-ink-3">{t('keptBack')}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Orders({ orders }: Pick<LetterDetail, 'orders'>) {
  const t = useTranslations('settings.deadLetters');
  return (
    <p className="flex flex-wrap gap-x-3 text-small">
      <span className="text-ink-3">{t('speaksOf')}</span>
      {orders.map(({ orderId, orderNo }) => (
        <Link key={orderId} href={`/orders/${orderId}`} className="text-tide underline underline-offset-2">
          {orderNo}
        </Link>
      ))}
    </p>
  );
}

function Actions({ letter, onDone }: { letter: LetterRow; onDone: () => void }) {
  const t = useTranslations('settings.deadLetters');
  const isAllowed = useMay('deadLetters.redrive');
  const { redrive, discard, settle } = useLetterActions(onDone);
  const [isDiscarding, setIsDiscarding] = useState(false);
  const { ref, kind } = letter;
  if (!isAllowed) return null;
  if (kind === 'conflict')
    return (
      <div className="flex gap-2">
        <Button onClick={() => settle.mutate({ ref, decision: 'keep' })}>{t('keep')}</Button>
        <Button variant="primary" onClick={() => settle.mutate({ ref, decision: 'take' })}>
          {t('take')}
        </Button>
      </div>
    );
  return (
    <div className="flex gap-2">
      {kind !== 'link-conflict' && (
        <Button
          variant="primary"
          disabled={redrive.isPending}
          onClick={() => redrive.mutate({ filter: {}, refs: [ref] })}
        >
          {t(kind === 'fetch' ? 'askAgain' : 'redrive')}
        </Button>
      )}
      <Button variant="danger" onClick={() => setIsDiscarding(true)}>
        {t('discard')}
      </Button>
      {isDiscarding && (
        <DiscardDialog
          count={1}
          isBusy={discard.isPending}
          onSubmit={(reason) => discard.mutate({ refs: [ref], reason })}
          onClose={() => setIsDiscarding(false)}
        />
      )}
    </div>
  );
}

/** One letter: why it is here, what can be done, and its body with personal values kept back. */
export function LetterPanel(props: { letter: LetterRow; onDone: () => void; onClose: () => void }) {
  const t = useTranslations();
  const moment = useMoment();
  const mayReadRaw = useMay('deadLetters.raw');
  const { letter } = props;
  const detail = useQuery(useTRPC().deadLetters.get.queryOptions({ ref: letter.ref }));
  const { data } = detail;
  return (
    <DetailPanel title={letter.name} onClose={props.onClose}>
      <Part title={t(`settings.deadLetters.kind_${letter.kind}`)}>
        <p className="break-words">
          {letter.reason === '' ? t('settings.deadLetters.otherBody') : <ReasonText reason={letter.reason} />}
        </p>
        <p className="text-small text-ink-2">
          {letter.ownerName} · {moment(letter.at)}
          {letter.retryAt !== null && ` · ${t('settings.deadLetters.nextTry', { time: moment(letter.retryAt) })}`}
        </p>
        {letter.kind === 'link-conflict' && (
          <p className="text-small text-ink-2">{t('settings.deadLetters.neverRead')}</p>
        )}
        {data && data.orders.length > 0 && <Orders orders={data.orders} />}
        <Actions letter={letter} onDone={props.onDone} />
      </Part>
      {data?.differences && (
        <Part title={t('settings.deadLetters.differences')}>
          <DifferenceTable differences={data.differences} />
        </Part>
      )}
      <Part title={t('settings.deadLetters.body')}>
        {detail.error && !data && <p className="text-red">{t(`errors.${apiErrorOf(detail.error).code}`)}</p>}
        {!data && !detail.error && <Skeleton lines={6} label={t('common.loading')} />}
        {data && <Body detail={data} />}
        {data?.whyNoBody === null && mayReadRaw && <RawBody letterRef={letter.ref} />}
      </Part>
    </DetailPanel>
  );
}
