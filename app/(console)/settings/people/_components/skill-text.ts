'use client';
import { useTranslations } from 'next-intl';
import { USUAL_SKILLS } from '@/domain/desk/skill';

/** A skill's name in the page's language; one that somebody made up is shown as it is. */
export function useSkillText(): (skill: string) => string {
  const t = useTranslations('settings.people');
  return (skill) => {
    const usual = USUAL_SKILLS.find((known) => known === skill);
    return usual ? t(`skill_${usual}`) : skill;
  };
}
