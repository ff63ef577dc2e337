import type { KeyboardEvent } from 'react';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number;
}

/** A row of tabs with counts; arrow keys, Home and End move between them. */
export function Tabs<Id extends string>(props: {
  tabs: readonly Tab<Id>[];
  selected: Id;
  label: string;
  panelId: string;
  onSelect: (id: Id) => void;
}) {
  const { tabs, selected, label, panelId, onSelect } = props;
  const move = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.id === selected);
    const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = (target + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (tab) onSelect(tab.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className="flex gap-0.5" onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === selected}
          aria-controls={panelId}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
          className={`rounded-md px-2 py-1 text-small whitespace-nowrap ${tab.id === selected ? 'bg-tide-soft font-semibold text-tide' : 'text-ink-2 hover:bg-sunken'}`}
        >
          {tab.label}
          {tab.count !== undefined && <b className="ml-1 font-semibold">{tab.count.toLocaleString('en')}</b>}
        </button>
      ))}
    </div>
  );
}
