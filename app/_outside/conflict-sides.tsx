'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { ConflictKind, ConflictSide } from '@/domain/order/conflicts';
import { useSideText } from './side-text';

/** Who says what since when. */
export function ConflictSides({ kind, sides }: { kind: ConflictKind; sides: readonly ConflictSide[] }) {
  const t = useTranslations();
  const moment = useMoment();
  const sideText = useSideText();
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3">
      {sides.map((side) => (
        <div key={side.source} className="contents">
          <dt className="text-ink-2">{t(`terms.source.${side.source}`)}</dt>
          <dd className="break-words">
            <b className="font-semibold">{sideText(kind, side)}</b>
            {side.at !== null && (
              <time dateTime={new Date(side.at).toISOString()} className="ml-2 text-small text-ink-3">
                {t('conflicts.since', { time: moment(side.at) })}
              </time>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
