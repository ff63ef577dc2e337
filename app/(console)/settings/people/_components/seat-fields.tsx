'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { SEAT_CAPACITY, SKILL_PATTERN } from '@/domain/desk/skill';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { useSkillText } from './skill-text';

function NewSkill({ onAdd }: { onAdd: (skill: string) => void }) {
  const t = useTranslations('settings.people');
  const [text, setText] = useState('');
  const skill = text.trim();
  const isFit = SKILL_PATTERN.test(skill);
  const add = () => {
    if (!isFit) return;
    onAdd(skill);
    setText('');
  };
  return (
    <div className="flex items-end gap-1.5">
      <TextField
        label={t('newSkill')}
        isLabelHidden
        placeholder={t('newSkill')}
        maxLength={20}
        value={text}
        error={skill !== '' && !isFit ? t('newSkillWrong') : null}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || skill === '') return;
          event.preventDefault();
          add();
        }}
      />
      <Button className="h-8" disabled={!isFit} onClick={add} aria-label={t('addSkill')}>
        <Plus aria-hidden size={14} />
      </Button>
    </div>
  );
}

/** Which cards a seat is given and how many at once. */
export function SeatFields(props: {
  skills: readonly string[];
  capacity: number;
  onSkills: (skills: readonly string[]) => void;
}) {
  const t = useTranslations('settings.people');
  const locale = useLocale() === 'en' ? 'en' : 'zh-CN';
  const skillText = useSkillText();
  const known = useQuery(useTRPC().people.skills.queryOptions());
  const tiersOf = (skill: string) =>
    (known.data?.find((entry) => entry.skill === skill)?.tierNames ?? []).map((name) => name[locale]).join(', ');
  const offered = [...new Set([...(known.data ?? []).map(({ skill }) => skill), ...props.skills])];
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-small font-semibold text-ink-2">{t('skills')}</legend>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {offered.map((skill) => (
            <label key={skill} className="flex items-center gap-1.5">
              <input
                type="checkbox"
                checked={props.skills.includes(skill)}
                onChange={(event) =>
                  props.onSkills(
                    event.target.checked ? [...props.skills, skill] : props.skills.filter((other) => other !== skill),
                  )
                }
              />
              {skillText(skill)}
              {tiersOf(skill) && (
                <span className="text-small text-ink-3">{t('neededBy', { tiers: tiersOf(skill) })}</span>
              )}
            </label>
          ))}
        </div>
        <NewSkill onAdd={(skill) => props.onSkills([...new Set([...props.skills, skill])])} />
        <p className="text-small text-ink-3">{t('skillsHint')}</p>
      </fieldset>
      <TextField
        name="capacity"
        type="number"
        inputMode="numeric"
        label={t('capacity')}
        hint={t('capacityHint')}
        defaultValue={props.capacity}
        min={SEAT_CAPACITY.min}
        max={SEAT_CAPACITY.max}
        required
      />
    </>
  );
}
