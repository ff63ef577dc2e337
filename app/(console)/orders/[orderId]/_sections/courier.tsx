'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { carrierName } from '@/domain/reply/carrier-name';
import type { ParcelView } from '@/server/facts/of-order';
import { Chip } from '@/ui/chip';
import { useOutside } from '../_hooks/use-outside';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';
import { SaidSteps } from './said-steps';

/** When it was collected and signed for by whose word; the order's parcels and what the courier says of each. */
export function Courier({ page: { order } }: SectionProps) {
  const t = useTranslations('outside');
  const outside = useOutside(order.orderId);
  const trackingNo = order.facts.trackingNo?.value ?? '';
  return (
    <>
      <SaidSteps order={order} steps={['collectedAt', 'signedAt']} besides="carrier" />
      <QueryPart query={outside}>
        {({ parcels }) =>
          parcels.length === 0 ? (
            <p className="text-ink-3">{trackingNo === '' ? t('parcelsNone') : t('notFollowed', { no: trackingNo })}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {parcels.map((parcel) => (
                <Parcel key={parcel.trackingNo} parcel={parcel} />
              ))}
            </ul>
          )
        }
      </QueryPart>
    </>
  );
}

function ParcelState({ parcel }: { parcel: ParcelView }) {
  const t = useTranslations('outside');
  if (parcel.watch === 'refused') return <Chip tone="red">{t('watchRefused', { why: parcel.refusal ?? '' })}</Chip>;
  if (parcel.isStale) return <Chip tone="amber">{t('silent')}</Chip>;
  return parcel.state === null ? <Chip>{t('noScan')}</Chip> : <Chip tone="green">{t(`parcel_${parcel.state}`)}</Chip>;
}

function Parcel({ parcel }: { parcel: ParcelView }) {
  const t = useTranslations('outside');
  const moment = useMoment();
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b className="font-semibold">{parcel.trackingNo}</b>
        <span className="text-ink-2">{carrierName(parcel.carrier)}</span>
        <ParcelState parcel={parcel} />
        <span className="text-small text-ink-3">
          {parcel.heardAt === null ? t('neverHeard') : t('heard', { time: moment(parcel.heardAt) })}
        </span>
      </p>
      <ol className="mt-1">
        {parcel.scans.map((scan, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two scans may be alike in every word
          <li key={index} className="flex gap-x-2 border-t border-line py-0.5">
            <time dateTime={new Date(scan.at).toISOString()} className="shrink-0 text-small text-ink-3">
              {moment(scan.at)}
            </time>
            <span className="min-w-0 break-words">{scan.text}</span>
          </li>
        ))}
      </ol>
    </li>
  );
}
