'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import { SelectField } from '@/ui/select-field';

/** Chooses the group that something belongs to; leads on where there is none yet. */
export function GroupField({ value, onChange }: { value: string; onChange: (groupId: string) => void }) {
  const t = useTranslations('settings.groupField');
  const groups = useQuery(useTRPC().groups.list.queryOptions()).data;
  const choices = (groups ?? []).map(({ groupId, name }) => ({ value: groupId, label: name }));
  return (
    <>
      <SelectField
        isStacked
        isRequired
        label={t('label')}
        value={value}
        options={[{ value: '', label: t('choose') }, ...choices]}
        onChange={onChange}
      />
      {groups?.length === 0 && (
        <p className="text-small text-amber">
          {t('none')}{' '}
          <Link href="/settings/groups" className="text-tide underline underline-offset-2">
            {t('add')}
          </Link>
        </p>
      )}
    </>
  );
}
