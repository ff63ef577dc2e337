'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useRowHeight } from './use-density';
import { useNearEnd } from './use-near-end';

interface VirtualListProps<Row> {
  readonly rows: readonly Row[];
  /** In px, at normal density. */
  readonly rowHeight: number;
  readonly label: string;
  readonly keyOf: (row: Row) => string;
  readonly selectedKey: string | null;
  readonly onSelect: (row: Row) => void;
  readonly onNearEnd?: () => void;
  readonly renderRow: (row: Row, isSelected: boolean) => ReactNode;
}

/** A key that is held down passes thirty rows a second: the next page is to be there when it comes to its first row. */
const NEAR_END_ROWS = 60;

/** A list of any length of which only the visible rows exist; the selected row is kept in view. */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { rows, keyOf, selectedKey, onNearEnd } = props;
  const rowHeight = useRowHeight(props.rowHeight);
  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured holds for one row height
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);
  const selectedIndex = selectedKey === null ? -1 : rows.findIndex((row) => keyOf(row) === selectedKey);
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedIndex, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const active = items.find((item) => item.index === selectedIndex);
  useNearEnd(lastShown, rows.length, NEAR_END_ROWS, onNearEnd);
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={props.label}
      aria-activedescendant={active && `${listId}-${active.key}`}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const isSelected = item.index === selectedIndex;
          return (
            <div
              key={item.key}
              id={`${listId}-${item.key}`}
              role="option"
              tabIndex={-1}
              aria-selected={isSelected}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0 cursor-pointer"
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={() => props.onSelect(row)}
              onKeyDown={(event) => event.key === 'Enter' && props.onSelect(row)}
            >
              {props.renderRow(row, isSelected)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
