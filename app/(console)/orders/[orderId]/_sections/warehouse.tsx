'use client';
import { Zap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { useUndeliveredText } from '@/app/_outside/undelivered-text';
import type { WarehouseProgress } from '@/server/facts/of-order';
import { Chip, type ChipTone } from '@/ui/chip';
import { useOutside } from '../_hooks/use-outside';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';
import { SaidSteps } from './said-steps';

const TONES: Readonly<Record<string, ChipTone>> = {
  accepted: 'green',
  shipped: 'green',
  rejected: 'red',
  failed: 'red',
  cancelling: 'amber',
  waiting: 'amber',
};
const STATUSES = [
  'ACCEPT',
  'PRINT',
  'PICK',
  'CHECK',
  'PACKAGE',
  'WEIGH',
  'READY',
  'DELIVERED',
  'PARTDELIVERED',
] as const;
const MORE_STATUSES = ['REJECT', 'REFUSE', 'EXCEPTION', 'CANCELED', 'CLOSED', 'SIGN', 'ITEMLACK', 'NEW'] as const;

/** When it was picked, packed and shipped by whose word; each time it was given to the warehouse, and what that reported. */
export function Warehouse({ page: { order } }: SectionProps) {
  const t = useTranslations('outside');
  const outside = useOutside(order.orderId);
  return (
    <>
      <SaidSteps order={order} steps={['pickedAt', 'packedAt', 'shippedAt']} besides="wms" />
      <QueryPart query={outside}>
        {({ warehouse }) =>
          warehouse.length === 0 ? (
            <p className="text-ink-3">{t('warehouseNone')}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {warehouse.map((given) => (
                <Given key={given.code} given={given} />
              ))}
            </ul>
          )
        }
      </QueryPart>
    </>
  );
}

function Given({ given }: { given: WarehouseProgress }) {
  const t = useTranslations('outside');
  const undelivered = useUndeliveredText();
  const moment = useMoment();
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Chip tone={TONES[given.state] ?? 'neutral'}>{t(`given_${given.state}`)}</Chip>
        {given.isUrgent && (
          <span className="inline-flex items-center gap-1 text-red">
            <Zap aria-hidden size={13} className="fill-current" />
            {t('urgent')}
          </span>
        )}
        <span className="text-ink-2">{given.linkName}</span>
        <span className="text-small text-ink-3">
          {given.code}
          {given.warehouseOrderNo && ` · ${given.warehouseOrderNo}`}
        </span>
      </p>
      {given.leavesAt !== null && <p className="text-ink-2">{t('leavesAt', { time: moment(given.leavesAt) })}</p>}
      {given.isLate && (
        <p className="text-red">{t('notAccepted', { time: moment(given.acceptDueAt ?? given.createdAt) })}</p>
      )}
      {given.reason && <p className="text-ink-2">{undelivered(given.reason)}</p>}
      <ol className="mt-1">
        {given.reports.map((report) => (
          <ReportLine key={`${report.at} ${report.status} ${report.detail}`} report={report} />
        ))}
      </ol>
    </li>
  );
}

function ReportLine({ report }: { report: WarehouseProgress['reports'][number] }) {
  const t = useTranslations('outside');
  const moment = useMoment();
  const known = [...STATUSES, ...MORE_STATUSES].find((status) => status === report.status);
  return (
    <li className="flex flex-wrap gap-x-2 border-t border-line py-0.5">
      <time dateTime={new Date(report.at).toISOString()} className="text-small text-ink-3">
        {moment(report.at)}
      </time>
      <span>{known ? t(`report_${known}`) : report.status}</span>
      <span className="text-ink-2">{report.detail}</span>
    </li>
  );
}
