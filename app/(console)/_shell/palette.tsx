'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useSearchWords } from '@/app/_order/search-words';
import { useOrderSearch } from '@/app/_order/use-order-search';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';
import { type Choice, type ChoiceGroup, useChoices } from './palette-choices';

const domIdOf = (choice: Choice): string => `choice-${choice.id}`;

function ChoiceRow({ choice, isActive, onRun }: { choice: Choice; isActive: boolean; onRun: () => void }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <div
      ref={row}
      id={domIdOf(choice)}
      role="option"
      aria-selected={isActive}
      onClick={onRun}
      onKeyDown={(event) => event.key === 'Enter' && onRun()}
      tabIndex={-1}
      className={`flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 ${isActive ? 'bg-tide-soft text-tide' : ''}`}
    >
      <span className="shrink-0">{choice.title}</span>
      <span className="flex-1 truncate text-small text-ink-2">{choice.note}</span>
      <span className="text-small text-ink-2">{choice.side}</span>
      {choice.keys && <Kbd keys={choice.keys} />}
    </div>
  );
}

function Group(props: { group: ChoiceGroup; active: Choice | undefined; onRun: (choice: Choice) => void }) {
  const { group, active, onRun } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: options of a list box are grouped by role, not by a field set
    <div role="group" aria-labelledby={`choices-${group.id}`}>
      <p id={`choices-${group.id}`} role="presentation" className="px-2.5 pt-1.5 pb-0.5 text-small text-ink-3">
        {group.title}
      </p>
      {group.choices.map((choice) => (
        <ChoiceRow key={choice.id} choice={choice} isActive={choice === active} onRun={() => onRun(choice)} />
      ))}
    </div>
  );
}

/** What the keys do in the box: arrows choose, Enter runs, Ctrl with Enter does the other thing. */
function keyHandler(
  choices: readonly Choice[],
  active: number,
  act: { move: (to: number) => void; close: () => void },
) {
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 && event.key !== 'Enter') return;
    event.preventDefault();
    if (step !== 0) return act.move(Math.max(0, Math.min(choices.length - 1, active + step)));
    const choice = choices[active];
    const run = event.ctrlKey || event.metaKey ? choice?.runOther : choice?.run;
    if (!run) return;
    act.close();
    run();
  };
}

/** One box for commands and orders: as what a text was looked for stands above what it found. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const [text, setText] = useState('');
  const [wantedActive, setActive] = useState(0);
  const search = useOrderSearch(text);
  const groups = useChoices(text, search);
  const words = useSearchWords(search);
  const choices = groups.flatMap((group) => group.choices);
  const active = Math.max(0, Math.min(wantedActive, choices.length - 1));
  const chosen = choices[active];
  const onRun = (choice: Choice) => {
    onClose();
    choice.run();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('shell.palette')} isTitleHidden width={680}>
      <input
        role="combobox"
        aria-expanded
        aria-controls="palette-choices"
        aria-activedescendant={chosen && domIdOf(chosen)}
        aria-label={t('shell.palette')}
        aria-busy={search.state === 'asking'}
        placeholder={t('shell.paletteHint')}
        value={text}
        maxLength={64}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={keyHandler(choices, active, { move: setActive, close: onClose })}
        className="sticky top-0 z-10 h-11 w-full border-b border-line bg-raised px-4 outline-none placeholder:text-ink-3"
      />
      <div
        id="palette-choices"
        role="listbox"
        aria-label={t('shell.palette')}
        className={`p-1.5 ${search.state === 'asking' && search.findings.length > 0 ? 'opacity-60' : ''}`}
      >
        {groups.map((group) => (
          <Group key={group.id} group={group} active={chosen} onRun={onRun} />
        ))}
      </div>
      <p
        role="status"
        className={`px-4 pb-3 empty:hidden ${search.state === 'failed' || search.state === 'offline' ? 'text-amber' : 'text-ink-3'}`}
      >
        {words.status}
      </p>
      {words.hint && <p className="border-t border-line px-4 py-2 text-small text-ink-3">{words.hint}</p>}
      {chosen?.runOther && (
        <p className="flex items-center gap-2 border-t border-line px-4 py-1.5 text-small text-ink-3">
          <Kbd keys="Enter" /> {t('search.opens')} <Kbd keys="Ctrl+Enter" /> {t('search.opensCard')}
        </p>
      )}
    </Dialog>
  );
}
