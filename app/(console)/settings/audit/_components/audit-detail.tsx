'use client';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { AuditRow } from '@/server/audit/list';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import type { AuditParams } from '../_hooks/audit-params';
import { useAuditWords } from '../_hooks/audit-words';
import { AuditObject } from './audit-object';

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[120px_1fr] gap-2 py-1">
      <dt className="text-small text-ink-3">{name}</dt>
      <dd className="break-all">{children}</dd>
    </div>
  );
}

/** One entry, whole; and ways to see what else the person did, or what else happened to the object. */
export function AuditDetail(props: {
  row: AuditRow;
  onClose: () => void;
  onNarrow: (change: Partial<AuditParams>) => void;
}) {
  const { row } = props;
  const t = useTranslations();
  const format = useFormatter();
  const words = useAuditWords();
  const at = format.dateTime(row.at, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={words.actionText(row.action)}
      closeLabel={t('common.close')}
      width={520}
    >
      <div className="flex flex-col gap-3 px-4 pt-1 pb-4">
        <dl className="divide-y divide-line">
          <Line name={t('audit.when')}>{at}</Line>
          <Line name={t('audit.who')}>{words.actorText(row)}</Line>
          {row.ref !== null && (
            <Line name={t('audit.object')}>
              <AuditObject row={row} />
              {row.refName !== null && <span className="ml-2 text-small text-ink-3">{row.ref}</span>}
            </Line>
          )}
          {Object.entries(row.detail).map(([field, value]) => (
            <Line key={field} name={words.fieldText(field)}>
              {words.valueText(field, value)}
            </Line>
          ))}
          <Line name={t('audit.seal')}>{t(row.isSealed ? 'audit.isSealed' : 'audit.isWaiting')}</Line>
          <Line name={t('audit.number')}>{row.id}</Line>
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => props.onNarrow({ actor: row.actor, action: null, ref: null })}>
            {t('audit.byPerson')}
          </Button>
          {row.ref !== null && (
            <Button onClick={() => props.onNarrow({ ref: row.ref, actor: null, action: null })}>
              {t('audit.onObject')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
