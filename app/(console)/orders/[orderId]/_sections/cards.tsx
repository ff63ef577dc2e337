'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import { useTierNameById } from '@/app/_order/tier-name';
import type { CardMove, OrderCard } from '@/server/orders/cards';
import { Chip } from '@/ui/chip';
import { clockText } from '@/ui/duration';
import { DecisionChip } from '../_components/decision-chip';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';

/** The cards that the order has had: who has or had each, since when, what was decided, and how it went from seat to seat. */
export function Cards({ page }: SectionProps) {
  const t = useTranslations('orderPage');
  const { orderId } = page.order;
  const cards = useQuery(useTRPC().orders.cards.queryOptions({ orderId }));
  return (
    <QueryPart query={cards}>
      {(data) =>
        data.length === 0 ? (
          <p className="text-ink-3">{t('cardsNone')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {data.map((card) => (
              <CardItem key={card.taskId} card={card} />
            ))}
          </ul>
        )
      }
    </QueryPart>
  );
}

function CardItem({ card }: { card: OrderCard }) {
  const t = useTranslations();
  const moment = useMoment();
  const tierName = useTierNameById();
  const isOpen = card.state === 'open';
  return (
    <li className="rounded-md border border-line px-2.5 py-1.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {isOpen ? (
          <Link href={`/desk?task=${card.taskId}`} prefetch={false} className="font-semibold text-tide hover:underline">
            {card.seatName ?? t('orderPage.nobodyHasIt')}
          </Link>
        ) : (
          <span className="font-semibold">{card.closedByName ?? t('orderPage.closedByItself')}</span>
        )}
        <Chip>{tierName(card.tierId)}</Chip>
        {card.disposition !== null && (
          <DecisionChip disposition={card.disposition}>
            {t(`desk.decision.${card.disposition}`)}
            {card.cause && ` · ${t(`desk.cause.${card.cause}`)}`}
          </DecisionChip>
        )}
        <Due card={card} />
      </p>
      {card.causeNote && <p className="break-words whitespace-pre-line">{card.causeNote}</p>}
      <ol className="mt-0.5 text-small text-ink-2">
        <Step at={card.openedAt} text={t('orderPage.cardOpened')} />
        {card.moves.map((move) => (
          <Move key={`${move.at} ${move.toName}`} move={move} />
        ))}
        {card.firstReplyAt !== null && <Step at={card.firstReplyAt} text={t('orderPage.firstReply')} />}
        {card.closedAt !== null && (
          <Step at={card.closedAt} text={t('orderPage.cardClosed', { time: moment(card.closedAt) })} />
        )}
      </ol>
    </li>
  );
}

/** How long is left of an open card, or that a closed one was late. */
function Due({ card }: { card: OrderCard }) {
  const t = useTranslations();
  const now = useServerNow();
  const kind = t(`terms.dueKind.${card.dueKind}`);
  if (card.state !== 'open')
    return card.overdueAt === null ? null : <Chip tone="red">{t('orderPage.wasOverdue')}</Chip>;
  if (now === 0) return null;
  const leftMs = card.dueAt - now;
  return (
    <span className={`ml-auto text-small ${leftMs < 0 ? 'font-semibold text-red' : 'text-ink-3'}`}>
      {kind} {clockText(leftMs)}
    </span>
  );
}

function Step({ at, text }: { at: number; text: string }) {
  const moment = useMoment();
  return (
    <li className="flex gap-2">
      <time className="shrink-0 text-ink-3" dateTime={new Date(at).toISOString()}>
        {moment(at)}
      </time>
      {text}
    </li>
  );
}

function Move({ move }: { move: CardMove }) {
  const t = useTranslations();
  const key = `orderPage.moveHow.${move.how}`;
  const how = move.how !== null && t.has(key) ? t(key) : '';
  const names = { from: move.fromName ?? '', to: move.toName ?? '', by: move.byName ?? '', how };
  const text =
    move.toName === null
      ? t('orderPage.moveReturned', names)
      : move.fromName === null
        ? t('orderPage.moveFirst', names)
        : t('orderPage.moveOn', names);
  const isByAnother = move.byName !== null && move.byName !== move.toName;
  return <Step at={move.at} text={isByAnother ? `${text} · ${t('orderPage.moveBy', names)}` : text} />;
}
