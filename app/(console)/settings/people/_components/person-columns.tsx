'use client';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Person } from '@/server/people/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { Menu } from '@/ui/menu';
import type { TableColumn } from '@/ui/virtual-table';
import { useSkillText } from './skill-text';

/** What can be done with one person; each opens a dialog. */
export const PERSON_ACTIONS = ['edit', 'password', 'signOut', 'deactivate', 'reactivate'] as const;
export type PersonAction = (typeof PERSON_ACTIONS)[number];

const actionsFor = (person: Person): readonly PersonAction[] =>
  person.isActive
    ? ['edit', 'password', ...(person.sessionCount > 0 ? (['signOut'] as const) : []), 'deactivate']
    : ['edit', 'reactivate'];

function StateCell({ person }: { person: Person }) {
  const t = useTranslations();
  if (!person.isActive) return <Chip>{t('settings.people.inactive')}</Chip>;
  if (!person.isPasswordSet) return <Chip tone="amber">{t('settings.people.needsPassword')}</Chip>;
  if (person.role !== 'agent' && person.role !== 'supervisor')
    return (
      <span className="text-ink-3">{t(`settings.people.${person.sessionCount > 0 ? 'signedIn' : 'signedOut'}`)}</span>
    );
  if (!person.isPresent) return <span className="text-ink-3">{t('settings.people.away')}</span>;
  const tone = person.seatState === 'accepting' ? 'green' : 'neutral';
  return <Chip tone={tone}>{t(`terms.seatState.${person.seatState}`)}</Chip>;
}

function SkillsCell({ skills }: { skills: readonly string[] }) {
  const skillText = useSkillText();
  if (skills.length === 0) return <span className="text-ink-3">—</span>;
  return (
    <span className="flex gap-1 overflow-hidden">
      {skills.map((skill) => (
        <Chip key={skill} tone="violet">
          {skillText(skill)}
        </Chip>
      ))}
    </span>
  );
}

function NameCell({ person, onOpen }: { person: Person; onOpen: (() => void) | null }) {
  const name = <span className="font-semibold">{person.name}</span>;
  return (
    <span className={`flex items-baseline gap-2 ${person.isActive ? '' : 'text-ink-3'}`}>
      {onOpen ? (
        <button type="button" onClick={onOpen} className="truncate hover:text-tide">
          {name}
        </button>
      ) : (
        name
      )}
      <span className="truncate text-small text-ink-3">{person.username}</span>
    </span>
  );
}

function ActionsCell({ person, onAct }: { person: Person; onAct: (action: PersonAction, person: Person) => void }) {
  const t = useTranslations('settings.people');
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="small" aria-label={t('actionsFor', { name: person.name })}>
          <Ellipsis aria-hidden size={16} />
        </Button>
      }
      items={actionsFor(person).map((action) => ({
        id: action,
        label: t(`action_${action}`),
        onSelect: () => onAct(action, person),
      }))}
    />
  );
}

/** The columns of the people list; with a menu of what can be done where `onAct` is given. */
export function usePersonColumns(
  onAct: ((action: PersonAction, person: Person) => void) | null,
): readonly TableColumn<Person>[] {
  const t = useTranslations();
  return useMemo(() => {
    const header = (id: string) => t(`settings.people.column_${id}`);
    const holdsCards = ({ role }: Person) => role !== 'admin';
    const columns: TableColumn<Person>[] = [
      {
        id: 'name',
        width: 240,
        header: header('name'),
        cell: (person) => <NameCell person={person} onOpen={onAct && (() => onAct('edit', person))} />,
      },
      { id: 'role', width: 90, header: header('role'), cell: ({ role }) => t(`shell.role_${role}`) },
      { id: 'group', width: 150, header: header('group'), cell: ({ groupName }) => groupName ?? '—' },
      {
        id: 'skills',
        width: 190,
        header: header('skills'),
        cell: ({ skills }) => <SkillsCell skills={skills} />,
      },
      {
        id: 'inHand',
        width: 100,
        isNumber: true,
        header: header('inHand'),
        cell: (person) => (holdsCards(person) ? `${person.inHand} / ${person.capacity}` : '—'),
      },
      { id: 'state', width: 130, header: header('state'), cell: (person) => <StateCell person={person} /> },
    ];
    if (onAct)
      columns.push({
        id: 'actions',
        width: 56,
        header: header('actions'),
        cell: (person) => <ActionsCell person={person} onAct={onAct} />,
      });
    return columns;
  }, [t, onAct]);
}
