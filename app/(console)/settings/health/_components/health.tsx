'use client';
import { PauseCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useState } from 'react';
import { useMay } from '@/app/_client/me';
import type { HealthOverview } from '@/server/health/overview';
import { EmptyState } from '@/ui/empty-state';
import { VirtualTable } from '@/ui/virtual-table';
import { AddButton } from '../../_parts/add-button';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { useHealth, useHolds } from '../_hooks/use-health';
import { useConnectionColumns } from './connection-columns';
import { ConnectionPanel } from './connection-panel';
import { HoldDialog } from './hold-dialog';
import { HoldList } from './hold-list';
import { IntakeLine } from './intake-line';

function ConnectionsAndPanel({ overview }: { overview: HealthOverview }) {
  const t = useTranslations('settings');
  const columns = useConnectionColumns();
  const [chosenId, choose] = useQueryState('connection', parseAsString);
  const { connections } = overview;
  const chosen = connections.find(({ id }) => id === chosenId);
  if (connections.length === 0) return <EmptyState title={t('health.none')} hint={t('health.noneHint')} />;
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <VirtualTable
          label={t('sections.health')}
          columns={columns}
          rows={connections}
          total={connections.length}
          keyOf={(connection) => connection.id}
          selectedKey={chosenId}
          onOpen={(connection) => void choose(connection.id)}
          rowHeight={44}
        />
      </div>
      {chosen && <ConnectionPanel key={chosen.id} connection={chosen} onClose={() => void choose(null)} />}
    </div>
  );
}

/** How everything does that is connected: what comes, what waits, what is silent; and what is held. */
export function Health() {
  const t = useTranslations('settings');
  const health = useHealth();
  const holds = useHolds();
  const mayHold = useMay('holds.place');
  const [isHolding, setIsHolding] = useState(false);
  const hold = useCallback(() => setIsHolding(true), []);
  const overviews = health.data ? [health.data] : undefined;
  return (
    <SectionPage
      title={t('sections.health')}
      hint={t('health.hint')}
      actions={
        mayHold && (
          <AddButton
            id="health.hold"
            title={t('health.hold')}
            section={t('sections.health')}
            icon={PauseCircle}
            onAdd={hold}
          />
        )
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
      {isHolding && <HoldDialog connections={health.data?.connections ?? []} onClose={() => setIsHolding(false)} />}
    </SectionPage>
  );
}
