'use client';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { ConditionGroup, TierCondition } from '@/domain/tiers/condition';
import { isGroup } from '@/domain/tiers/condition';
import type { Tier } from '@/domain/tiers/tier';
import type { TierProblem } from '@/domain/tiers/tier-problems';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { useSkillText } from '../../people/_components/skill-text';
import { ConditionFields } from './condition-fields';
import { useProblemText } from './problem-text';
import { useTierName } from './tier-text';
import { TimeFields } from './time-fields';

/** A condition always stands in a group on the screen, so that another check can be put beside it. */
const asGroup = (condition: TierCondition): ConditionGroup => (isGroup(condition) ? condition : { any: [condition] });

interface TierFormProps {
  readonly tier: Tier;
  readonly isLast: boolean;
  readonly problems: readonly TierProblem[];
  readonly mayEdit: boolean;
  readonly onChange: (tier: Tier) => void;
  readonly onRemove: () => void;
}

/** Everything about one tier: names, when it applies, by when its cards are due, who gets them. */
export function TierForm({ tier, isLast, problems, mayEdit, onChange, onRemove }: TierFormProps) {
  const t = useTranslations('settings.tiers');
  const nameOf = useTierName();
  return (
    // Where nothing in it takes the focus, the pane itself does, so that it can be scrolled with the keyboard.
    <section
      aria-label={t('formOf', { name: nameOf(tier) })}
      tabIndex={mayEdit ? undefined : 0}
      className="min-w-0 flex-1 overflow-auto bg-surface"
    >
      <fieldset disabled={!mayEdit} className="flex max-w-[760px] flex-col gap-5 p-4">
        <NameFields tier={tier} problems={problems} onChange={onChange} />
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold">{t('condition')}</h2>
          {isLast ? (
            <p className="rounded-md border border-line bg-sunken px-3 py-2 text-ink-2">{t('lastHint')}</p>
          ) : (
            <ConditionFields
              group={asGroup(tier.condition)}
              path="condition"
              problems={problems}
              onChange={(condition) => onChange({ ...tier, condition })}
            />
          )}
        </section>
        <TimeFields tier={tier} problems={problems} onChange={onChange} />
        <OwnerFields tier={tier} mayEdit={mayEdit} onChange={onChange} />
        {mayEdit && !isLast && (
          <div className="border-t border-line pt-3">
            <Button variant="danger" onClick={onRemove}>
              <Trash2 aria-hidden size={14} />
              {t('remove', { name: nameOf(tier) })}
            </Button>
            <p className="pt-1 text-small text-ink-3">{t('removeHint')}</p>
          </div>
        )}
      </fieldset>
    </section>
  );
}

type PartProps = Pick<TierFormProps, 'tier' | 'onChange'>;

function NameFields({ tier, problems, onChange }: PartProps & Pick<TierFormProps, 'problems'>) {
  const t = useTranslations('settings.tiers');
  const problemText = useProblemText(problems);
  return (
    <div className="grid grid-cols-2 gap-3">
      {(['zh-CN', 'en'] as const).map((language) => (
        <TextField
          key={language}
          label={t(`name.${language}`)}
          value={tier.name[language]}
          maxLength={60}
          error={problemText(`name.${language}`)}
          onChange={(event) => onChange({ ...tier, name: { ...tier.name, [language]: event.target.value } })}
        />
      ))}
    </div>
  );
}

function OwnerFields({ tier, mayEdit, onChange }: PartProps & Pick<TierFormProps, 'mayEdit'>) {
  const t = useTranslations('settings.tiers');
  const trpc = useTRPC();
  const skillText = useSkillText();
  const groups = useQuery(trpc.groups.list.queryOptions()).data ?? [];
  const known = useQuery({ ...trpc.people.skills.queryOptions(), enabled: mayEdit }).data ?? [];
  const skills = new Set([...known.map(({ skill }) => skill), ...(tier.skill === null ? [] : [tier.skill])]);
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">{t('owner')}</h2>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <SelectField
          label={t('ownerGroup')}
          value={tier.ownerGroupId ?? ''}
          options={[
            { value: '', label: t('shopsGroup') },
            ...groups.map(({ groupId, name }) => ({ value: groupId, label: name })),
          ]}
          onChange={(id) => onChange({ ...tier, ownerGroupId: id === '' ? null : id })}
        />
        <SelectField
          label={t('skill')}
          value={tier.skill ?? ''}
          options={[
            { value: '', label: t('anySeat') },
            ...[...skills].map((skill) => ({ value: skill, label: skillText(skill) })),
          ]}
          onChange={(skill) => onChange({ ...tier, skill: skill === '' ? null : skill })}
        />
      </div>
      <p className="text-small text-ink-3">{t('ownerHint')}</p>
    </section>
  );
}
