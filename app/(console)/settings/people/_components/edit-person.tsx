'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Group } from '@/server/groups/list';
import type { Person } from '@/server/people/list';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useProblemText } from '../_hooks/problem-text';
import { changesRights, useSavePerson } from '../_hooks/use-save-person';
import { RightsFields } from './rights-fields';
import { SeatFields } from './seat-fields';

/** Changes name, role, group and seat; says before what a change of rights ends. */
export function EditPerson(props: { person: Person; groups: readonly Group[]; onClose: () => void }) {
  const { person, groups, onClose } = props;
  const t = useTranslations('settings.people');
  const problemText = useProblemText();
  const [rights, setRights] = useState({ role: person.role, groupId: person.groupId });
  const [skills, setSkills] = useState(person.skills);
  const save = useSavePerson(person, () => {
    showToast(t('saved', { name: person.name }));
    onClose();
  });
  const hasSeat = rights.role !== 'admin';
  return (
    <FormDialog
      title={t('editTitle', { name: person.name })}
      submit={t('save')}
      isBusy={save.isPending}
      problem={problemText(save.error)}
      onClose={onClose}
      onSubmit={(form) =>
        save.mutate({
          ...rights,
          name: String(form.get('name')).trim(),
          skills: hasSeat ? skills : person.skills,
          capacity: hasSeat ? Number(form.get('capacity')) : person.capacity,
        })
      }
    >
      <TextField name="name" label={t('name')} defaultValue={person.name} maxLength={40} required autoComplete="off" />
      <RightsFields {...rights} groups={groups} onChange={(change) => setRights({ ...rights, ...change })} />
      {changesRights(person, rights) && (
        <p role="status" className="rounded-md bg-amber-soft px-3 py-2 text-small text-amber">
          {t('rightsEnd', { name: person.name })}
        </p>
      )}
      {hasSeat && <SeatFields skills={skills} capacity={person.capacity} onSkills={setSkills} />}
    </FormDialog>
  );
}
