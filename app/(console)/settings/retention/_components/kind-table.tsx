'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { COUNTED_TO } from '@/domain/privacy/retention';
import type { KindOverview } from '@/server/privacy/overview';
import type { Field, Typed } from '../_hooks/values';
import { NumberField } from './number-field';

const FIELD_OF: Readonly<Record<KindOverview['kind'], Field>> = {
  'raw-bodies': 'rawBodyDays',
  receivers: 'receiverDays',
  messages: 'messageDays',
};

function Next({ kind }: { kind: KindOverview }) {
  const t = useTranslations('privacy.retention');
  const moment = useMoment();
  const format = useFormatter();
  if (kind.dueSoon === 0) return <span className="text-ink-3">{t('dueNone')}</span>;
  const count = format.number(kind.dueSoon);
  return (
    <>
      <span className="block">{t(kind.dueSoon >= COUNTED_TO ? 'dueMany' : 'due', { count })}</span>
      {kind.oldestAt !== null && (
        <span className="block text-small text-ink-3">{t('oldest', { time: moment(kind.oldestAt) })}</span>
      )}
    </>
  );
}

function Last({ kind }: { kind: KindOverview }) {
  const t = useTranslations('privacy.retention');
  const moment = useMoment();
  const format = useFormatter();
  if (kind.lastAt === null) return <span className="text-ink-3">{t('never')}</span>;
  return (
    <>
      <span className="block">{t('removedCount', { count: format.number(kind.lastRemoved ?? 0) })}</span>
      <span className="block text-small text-ink-3">{moment(kind.lastAt)}</span>
    </>
  );
}

/** What is kept for how long, what goes next and what went last. */
export function KindTable(props: {
  kinds: readonly KindOverview[];
  typed: Typed;
  onType: (field: Field, text: string) => void;
}) {
  const t = useTranslations('privacy.retention');
  return (
    <table className="w-full max-w-4xl text-left">
      <thead className="text-small text-ink-3">
        <tr>
          {(['what', 'kept', 'next', 'last'] as const).map((column) => (
            <th key={column} scope="col" className="py-1 pr-4 font-normal whitespace-nowrap">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.kinds.map((kind) => (
          <tr key={kind.kind} className="border-t border-line align-top">
            <th scope="row" className="max-w-80 py-2 pr-4 font-normal">
              {t(`kind.${kind.kind}`)}
              <span className="block text-small text-ink-3">{t(`kindHint.${kind.kind}`)}</span>
            </th>
            <td className="py-2 pr-4">
              <NumberField
                field={FIELD_OF[kind.kind]}
                label={`${t(`kind.${kind.kind}`)}: ${t('kept')}`}
                isLabelHidden
                placeholder={kind.kind === 'messages' ? t('forever') : undefined}
                typed={props.typed}
                onType={props.onType}
              />
            </td>
            <td className="py-2 pr-4">
              <Next kind={kind} />
            </td>
            <td className="py-2">
              <Last kind={kind} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
