'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { useTierNameById } from '@/app/_order/tier-name';
import type { Tier } from '@/domain/tiers/tier';
import type { TierMove, TierPreview } from '@/server/tiers/preview';
import { useTierName } from './tier-text';

/** The cards that would change, by the tier they come from and the tier they go to. */
export function MoveList({ preview, tiers }: { preview: TierPreview; tiers: readonly Tier[] }) {
  const t = useTranslations('settings.tiers');
  const nameById = useTierNameById();
  const draftName = useTierName();
  const nameOf = (id: string) => {
    const tier = tiers.find((one) => one.id === id);
    return tier ? draftName(tier) : nameById(id);
  };
  return (
    <div className="max-h-[38vh] overflow-auto border-b border-line px-4 py-2">
      {preview.moves.map((move) => (
        <details key={`${move.from} ${move.to}`} open={preview.moves.length === 1} className="py-1">
          <summary className="cursor-pointer">
            {move.from === move.to
              ? t('moveTimes', { tier: nameOf(move.from), count: move.total })
              : t('moveTiers', { from: nameOf(move.from), to: nameOf(move.to), count: move.total })}
          </summary>
          <Cards move={move} />
        </details>
      ))}
    </div>
  );
}

function Cards({ move }: { move: TierMove }) {
  const t = useTranslations('settings.tiers');
  const moment = useMoment();
  return (
    <>
      <table className="mt-1 w-full max-w-[860px] text-left">
        <thead className="text-small text-ink-2">
          <tr>
            {(['order', 'who', 'dueNow', 'dueThen'] as const).map((column) => (
              <th key={column} scope="col" className="py-0.5 pr-4 font-normal">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {move.cards.map((card) => (
            <tr key={card.taskId} className="border-t border-line">
              <td className="py-0.5 pr-4">
                <Link href={`/desk?task=${card.taskId}`} className="text-tide underline underline-offset-2">
                  {card.orderNo ?? t('conversationCard')}
                </Link>
              </td>
              <td className="py-0.5 pr-4">{card.who || '—'}</td>
              <td className="py-0.5 pr-4">{moment(card.dueAt)}</td>
              <td className={`py-0.5 pr-4 ${card.newDueAt < card.dueAt ? 'font-semibold' : ''}`}>
                {moment(card.newDueAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {move.cards.length < move.total && (
        <p className="text-small text-ink-2">{t('shownOf', { shown: move.cards.length, total: move.total })}</p>
      )}
    </>
  );
}
