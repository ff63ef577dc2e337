'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Role } from '@/server/context';
import type { Group } from '@/server/groups/list';
import { SelectField } from '@/ui/select-field';

const ROLE_CHOICES = ['agent', 'supervisor', 'manager', 'admin'] as const satisfies readonly Role[];

/** Agents and supervisors work in a group. */
export const needsGroup = (role: Role): boolean => role === 'agent' || role === 'supervisor';

/** Role and group: what somebody may do, and where. */
export function RightsFields(props: {
  role: Role;
  groupId: string | null;
  groups: readonly Group[];
  onChange: (change: { role?: Role; groupId?: string | null }) => void;
}) {
  const t = useTranslations();
  const none = {
    value: '',
    label: t(needsGroup(props.role) ? 'settings.people.chooseGroup' : 'settings.people.noGroup'),
  };
  return (
    <>
      <div className="flex flex-col gap-1">
        <SelectField
          isStacked
          label={t('settings.people.role')}
          value={props.role}
          options={ROLE_CHOICES.map((value) => ({ value, label: t(`shell.role_${value}`) }))}
          onChange={(role) => props.onChange({ role })}
        />
        <p className="text-small text-ink-3">{t(`settings.people.roleHint_${props.role}`)}</p>
      </div>
      <SelectField
        isStacked
        isRequired={needsGroup(props.role)}
        label={t('settings.people.group')}
        value={props.groupId ?? ''}
        options={[none, ...props.groups.map(({ groupId, name }) => ({ value: groupId, label: name }))]}
        onChange={(groupId) => props.onChange({ groupId: groupId === '' ? null : groupId })}
      />
      {props.groups.length === 0 && (
        <p className="text-small text-amber">
          {t('settings.people.noGroupsYet')}{' '}
          <Link href="/settings/groups" className="text-tide underline underline-offset-2">
            {t('settings.people.toGroups')}
          </Link>
        </p>
      )}
    </>
  );
}
