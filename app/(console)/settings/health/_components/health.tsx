'use client';
import { BellRing, PauseCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useState } from 'react';
import { ExportMenu } from '@/app/_client/export-menu';
import { useMay } from '@/app/_client/me';
import type { HealthOverview } from '@/server/health/overview';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { AddButton } from '../../_parts/add-button';
import { ListAndPanel } from '../../_parts/list-and-panel';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { useHealth, useHolds } from '../_hooks/use-health';
import { useConnectionColumns } from './connection-columns';
import { ConnectionPanel } from './connection-panel';
import { HoldDialog } from './hold-dialog';
import { HoldList } from './hold-list';
import { IntakeLine } from './intake-line';
import { LimitsDialog } from './limits-dialog';

function ConnectionsAndPanel({ overview }: { overview: HealthOverview }) {
  const t = useTranslations('settings');
  const columns = useConnectionColumns();
  const [chosenId, choose] = useQueryState('connection', parseAsString);
  const { connections } = overview;
  return (
    <ListAndPanel
      label={t('sections.health')}
      rows={connections}
      keyOf={({ id }) => id}
      columns={columns}
      openKey={chosenId}
      rowHeight={44}
      empty={<EmptyState title={t('health.none')} hint={t('health.noneHint')} />}
      onOpen={(id) => void choose(id)}
      panel={(connection) => <ConnectionPanel connection={connection} onClose={() => void choose(null)} />}
    />
  );
}

/** How everything does that is connected: what comes, what waits, what is silent; and what is held. */
export function Health() {
  const t = useTranslations('settings');
  const health = useHealth();
  const holds = useHolds();
  const mayHold = useMay('holds.place');
  const mayLimit = useMay('health.setLimits');
  const [isLimiting, setIsLimiting] = useState(false);
  const [isHolding, setIsHolding] = useState(false);
  const hold = useCallback(() => setIsHolding(true), []);
  const overviews = health.data ? [health.data] : undefined;
  return (
    <SectionPage
      title={t('sections.health')}
      hint={t('health.hint')}
      actions={
        <>
          <ExportMenu list="connections" filter={{}} />
          {mayLimit && health.data && (
            <Button onClick={() => setIsLimiting(true)}>
              <BellRing aria-hidden size={14} />
              {t('health.limits')}
            </Button>
          )}
          {mayHold && (
            <AddButton
              id="health.hold"
              title={t('health.hold')}
              section={t('sections.health')}
              icon={PauseCircle}
              onAdd={hold}
            />
          )}
        </>
      }
    >
      <HoldList holds={holds.data ?? []} />
      <ListBody list={{ data: overviews, error: health.error, refetch: health.refetch }}>
        {([overview]) =>
          overview && (
            <>
              <IntakeLine overview={overview} isStale={health.error !== null} />
              <ConnectionsAndPanel overview={overview} />
            </>
          )
        }
      </ListBody>
      {isLimiting && health.data && <LimitsDialog limits={health.data.limits} onClose={() => setIsLimiting(false)} />}
      {isHolding && <HoldDialog connections={health.data?.connections ?? []} onClose={() => setIsHolding(false)} />}
    </SectionPage>
  );
}
