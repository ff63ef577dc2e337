'use client';
import { Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { GroupOverview } from '@/server/groups/overview';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';

export type GroupAction = 'edit' | 'remove';

/** How many take cards now; a group that has shops or cards and nobody to work on them stands out. */
function SeatsCell({ group }: { group: GroupOverview }) {
  const t = useTranslations('settings.groups');
  if (group.seats === 0)
    return group.shops + group.openCards > 0 ? <Chip tone="amber">{t('nobody')}</Chip> : <span>0</span>;
  return (
    <span>
      {group.seatsAtWork} / {group.seats}
    </span>
  );
}

function ActionsCell({
  group,
  onAct,
}: {
  group: GroupOverview;
  onAct: (action: GroupAction, group: GroupOverview) => void;
}) {
  const t = useTranslations('settings.groups');
  return (
    <span className="flex justify-end gap-1">
      <Button
        variant="quiet"
        size="small"
        aria-label={t('editTitle', { name: group.name })}
        onClick={() => onAct('edit', group)}
      >
        <Pencil aria-hidden size={14} />
      </Button>
      <Button
        variant="quiet"
        size="small"
        aria-label={t('removeTitle', { name: group.name })}
        onClick={() => onAct('remove', group)}
      >
        <Trash2 aria-hidden size={14} />
      </Button>
    </span>
  );
}

/** The columns of the list of groups; with buttons where `onAct` is given. */
export function useGroupColumns(
  onAct: ((action: GroupAction, group: GroupOverview) => void) | null,
): readonly TableColumn<GroupOverview>[] {
  const t = useTranslations('settings.groups');
  return useMemo(() => {
    const header = (id: string) => t(`column_${id}`);
    const number = (id: 'shops' | 'openCards') => ({
      ...{ id, width: 100, isNumber: true, header: header(id) },
      cell: (group: GroupOverview) => group[id],
    });
    const columns: TableColumn<GroupOverview>[] = [
      {
        id: 'name',
        width: 220,
        header: header('name'),
        cell: (group) => <span className="font-semibold">{group.name}</span>,
      },
      { id: 'region', width: 140, header: header('region'), cell: ({ region }) => region ?? '—' },
      {
        id: 'people',
        width: 100,
        isNumber: true,
        header: header('people'),
        cell: (group) => (
          <Link href={`/settings/people?group=${group.groupId}`} className="text-tide underline underline-offset-2">
            {group.people}
          </Link>
        ),
      },
      {
        id: 'seats',
        width: 140,
        isNumber: true,
        header: header('seats'),
        cell: (group) => <SeatsCell group={group} />,
      },
      number('shops'),
      number('openCards'),
    ];
    if (onAct)
      columns.push({
        id: 'actions',
        width: 90,
        isNumber: true,
        header: header('actions'),
        cell: (group) => <ActionsCell group={group} onAct={onAct} />,
      });
    return columns;
  }, [t, onAct]);
}
