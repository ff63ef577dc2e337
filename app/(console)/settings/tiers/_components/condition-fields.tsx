'use client';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { CHECK_NAMES, type CheckName, newCheck } from '@/domain/tiers/checks';
import { type ConditionGroup, isGroup, partsOf, type TierCondition } from '@/domain/tiers/condition';
import type { TierProblem } from '@/domain/tiers/tier-problems';
import { Button } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { SelectField } from '@/ui/select-field';
import { CheckFields } from './check-fields';
import { useProblemText } from './problem-text';

type Join = 'all' | 'any';
const groupOf = (join: Join, parts: readonly TierCondition[]): ConditionGroup =>
  join === 'all' ? { all: parts } : { any: parts };

/** Parts have no id of their own: their kind, and which of its kind a part is, tell them apart. */
function keyed(parts: readonly TierCondition[]) {
  const seen = new Map<string, number>();
  return parts.map((part, index) => {
    const kind = isGroup(part) ? 'group' : part.check;
    const turn = seen.get(kind) ?? 0;
    seen.set(kind, turn + 1);
    return { key: `${kind} ${turn}`, part, index };
  });
}

interface ConditionFieldsProps {
  readonly group: ConditionGroup;
  readonly path: string;
  readonly problems: readonly TierProblem[];
  readonly onChange: (group: ConditionGroup) => void;
  /** Of a group within another. */
  readonly onRemove?: () => void;
}

/** A group of checks: all of them or any of them; a group may hold groups. */
export function ConditionFields({ group, path, problems, onChange, onRemove }: ConditionFieldsProps) {
  const t = useTranslations('settings.tiers');
  const problemText = useProblemText(problems);
  const join: Join = 'all' in group ? 'all' : 'any';
  const parts = partsOf(group);
  const put = (next: readonly TierCondition[]) => onChange(groupOf(join, next));
  const error = problemText(path);
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-2.5">
      <div className="flex items-center gap-2">
        <SelectField
          label={t('join')}
          value={join}
          options={(['any', 'all'] as const).map((value) => ({ value, label: t(`joinKind.${value}`) }))}
          onChange={(next) => onChange(groupOf(next, parts))}
        />
        {onRemove && <RemoveButton label={t('removeGroup')} onClick={onRemove} />}
      </div>
      {parts.length > 0 && (
        <ul className="flex flex-col gap-2">
          {keyed(parts).map(({ key, part, index }) => (
            <Part
              key={key}
              part={part}
              path={`${path}.${index}`}
              problems={problems}
              onChange={(next) => put(parts.with(index, next))}
              onRemove={() => put(parts.toSpliced(index, 1))}
            />
          ))}
        </ul>
      )}
      {error && <p className="text-small text-red">{error}</p>}
      <AddPart onAdd={(part) => put([...parts, part])} mayNest={path === 'condition'} />
    </div>
  );
}

function Part(props: {
  part: TierCondition;
  path: string;
  problems: readonly TierProblem[];
  onChange: (part: TierCondition) => void;
  onRemove: () => void;
}) {
  const t = useTranslations('settings.tiers');
  const { part, path, problems, onChange, onRemove } = props;
  if (isGroup(part))
    return (
      <li>
        <ConditionFields group={part} path={path} problems={problems} onChange={onChange} onRemove={onRemove} />
      </li>
    );
  return (
    <li className="flex items-start gap-2 rounded-md bg-sunken px-2.5 py-1.5">
      <CheckFields call={part} path={path} problems={problems} onChange={onChange} />
      <RemoveButton label={t('removeCheck', { check: t(`check.${part.check}`) })} onClick={onRemove} />
    </li>
  );
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="ml-auto grid size-[30px] shrink-0 place-items-center rounded-md text-ink-3 hover:bg-line hover:text-ink disabled:invisible"
    >
      <X aria-hidden size={14} />
    </button>
  );
}

function AddPart({ onAdd, mayNest }: { onAdd: (part: TierCondition) => void; mayNest: boolean }) {
  const t = useTranslations('settings.tiers');
  const items = CHECK_NAMES.map((name: CheckName) => ({
    id: name,
    label: t(`check.${name}`),
    onSelect: () => onAdd(newCheck(name)),
  }));
  return (
    <div className="flex gap-2">
      <Menu
        trigger={
          <Button size="small">
            <Plus aria-hidden size={12} />
            {t('addCheck')}
          </Button>
        }
        items={items}
      />
      {mayNest && (
        <Button size="small" onClick={() => onAdd({ all: [newCheck('conversation')] })}>
          <Plus aria-hidden size={12} />
          {t('addGroup')}
        </Button>
      )}
    </div>
  );
}
