'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import { useNearEnd } from './use-near-end';

interface VirtualFeedProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** In px, of a row that has not been seen yet; each takes the height it needs. */
  readonly rowHeight: number;
  readonly onNearEnd?: () => void;
  readonly renderRow: (row: Row) => ReactNode;
}

const NEAR_END_ROWS = 30;

/** A list of any length, of rows of any height, of which only the visible ones exist. Rows are read, not chosen. */
export function VirtualFeed<Row>({ rows, keyOf, onNearEnd, ...props }: VirtualFeedProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useNearEnd(lastShown, rows.length, NEAR_END_ROWS, onNearEnd);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by key too
    <section ref={scroller} tabIndex={0} aria-label={props.label} className="min-h-0 flex-1 overflow-auto">
      <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {props.renderRow(row)}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
