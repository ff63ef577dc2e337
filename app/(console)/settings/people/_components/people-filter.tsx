'use client';
import { useTranslations } from 'next-intl';
import type { Group } from '@/server/groups/list';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { NO_GROUP, type PeopleParams } from '../_hooks/people-params';

/** Search by text, one group, and whether deactivated people are shown. */
export function PeopleFilter(props: {
  params: PeopleParams;
  groups: readonly Group[];
  shown: number;
  gone: number;
  onChange: (change: Partial<PeopleParams>) => void;
}) {
  const t = useTranslations('settings.people');
  const { params, onChange } = props;
  return (
    <search className="flex flex-wrap items-center gap-3 border-b border-line bg-surface px-4 py-2">
      <TextField
        type="search"
        label={t('search')}
        isLabelHidden
        placeholder={t('search')}
        className="w-64"
        value={params.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      <SelectField
        label={t('group')}
        isLabelHidden
        isActive={params.group !== null}
        value={params.group ?? ''}
        options={[
          { value: '', label: t('anyGroup') },
          ...props.groups.map(({ groupId, name }) => ({ value: groupId, label: name })),
          { value: NO_GROUP, label: t('noGroup') },
        ]}
        onChange={(group) => onChange({ group: group === '' ? null : group })}
      />
      {props.gone > 0 && (
        <label className="flex items-center gap-1.5 text-ink-2">
          <input type="checkbox" checked={params.gone} onChange={(event) => onChange({ gone: event.target.checked })} />
          {t('showInactive', { count: props.gone })}
        </label>
      )}
      <span role="status" className="ml-auto text-small text-ink-3">
        {t('shown', { count: props.shown })}
      </span>
    </search>
  );
}
