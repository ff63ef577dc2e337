'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type Command, useAllCommands } from '@/app/_client/commands';
import { useTRPC } from '@/app/_client/trpc';
import { useSearchHint } from '@/app/_order/search-hint';
import type { SearchKind } from '@/server/orders/search-kind';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';

interface Choice {
  readonly id: string;
  readonly title: string;
  readonly side: string;
  readonly keys: string | null;
  readonly run: () => void;
}

const SEARCH_AFTER_MS = 150;

/** A value once it has rested, so that typing does not ask at every key. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

function useChoices(text: string): { choices: Choice[]; isFailed: boolean; kind: SearchKind | null } {
  const t = useTranslations();
  const router = useRouter();
  const wanted = text.trim().toLowerCase();
  const asked = useRested(text.trim());
  const found = useQuery({
    ...useTRPC().orders.search.queryOptions({ text: asked }),
    enabled: asked.length >= 2,
    placeholderData: keepPreviousData,
  });
  const isMatch = (command: Command) => command.isEnabled !== false && command.title.toLowerCase().includes(wanted);
  const commands = useAllCommands()
    .filter(isMatch)
    .map(({ id, title, group, keys, run }) => ({ id, title, side: group, keys: keys[0] ?? null, run }));
  const orders =
    wanted.length < 2
      ? []
      : (found.data?.rows ?? []).map((order) => ({
          id: order.orderId,
          title: `${order.orderNo} · ${order.who}`,
          side: `${t(`terms.platform.${order.platform}`)} · ${t(`terms.state.${order.state}`)}`,
          keys: null,
          run: () => router.push(order.openTaskId ? `/desk?task=${order.openTaskId}` : `/orders/${order.orderId}`),
        }));
  const isAsked = wanted.length >= 2;
  const kind = isAsked && !found.isPlaceholderData ? (found.data?.kind ?? null) : null;
  return { choices: [...orders, ...commands], isFailed: found.isError && isAsked, kind };
}

function ChoiceRow({ choice, isActive, onRun }: { choice: Choice; isActive: boolean; onRun: () => void }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <div
      ref={row}
      id={`choice-${choice.id}`}
      role="option"
      aria-selected={isActive}
      onClick={onRun}
      onKeyDown={(event) => event.key === 'Enter' && onRun()}
      tabIndex={-1}
      className={`flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 ${isActive ? 'bg-tide-soft text-tide' : ''}`}
    >
      <span className="flex-1 truncate">{choice.title}</span>
      <span className="text-small text-ink-3">{choice.side}</span>
      {choice.keys && <Kbd keys={choice.keys} />}
    </div>
  );
}

/** One box for commands and orders; arrows choose, Enter runs. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell');
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const { choices, isFailed, kind } = useChoices(text);
  const hint = useSearchHint(kind);
  const chosen = choices[Math.min(active, choices.length - 1)];
  const runChoice = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    choice.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setActive(Math.max(0, Math.min(choices.length - 1, active + step)));
    if (event.key === 'Enter') runChoice(chosen);
    if (step !== 0 || event.key === 'Enter') event.preventDefault();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('palette')} isTitleHidden width={600}>
      <input
        role="combobox"
        aria-expanded
        aria-controls="palette-choices"
        aria-activedescendant={chosen ? `choice-${chosen.id}` : undefined}
        aria-label={t('palette')}
        placeholder={t('paletteHint')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-11 w-full border-b border-line bg-transparent px-4 outline-none placeholder:text-ink-3"
      />
      <div id="palette-choices" role="listbox" aria-label={t('palette')} className="p-1.5">
        {choices.map((choice) => (
          <ChoiceRow key={choice.id} choice={choice} isActive={choice === chosen} onRun={() => runChoice(choice)} />
        ))}
      </div>
      <p role="status" className={isFailed ? 'px-4 pb-4 text-amber' : 'px-4 pb-4 text-ink-3 empty:hidden'}>
        {isFailed ? t('paletteFailed') : choices.length === 0 && t('paletteEmpty')}
      </p>
      {hint && <p className="border-t border-line px-4 py-2 text-small text-ink-3">{hint}</p>}
    </Dialog>
  );
}
