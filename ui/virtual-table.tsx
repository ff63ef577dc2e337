'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { classNames } from './class-names';
import { useFittingColumns } from './fitting-columns';
import { useRowHeight } from './use-density';
import { useNearEnd } from './use-near-end';

export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** In px; the columns share what is left over in these proportions. */
  readonly width: number;
  readonly isNumber?: boolean;
  /** Left out where the table is too narrow for all, as beside an open panel: what it says is told there too. */
  readonly isSpare?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** How many rows there are in all, also those not loaded yet. */
  readonly total: number;
  readonly keyOf: (row: Row) => string;
  readonly selectedKey: string | null;
  /** A click on the row; its links and buttons do what they say. Without it rows are only read. */
  readonly onOpen?: (row: Row) => void;
  readonly onNearEnd?: () => void;
  /** In px, at normal density. */
  readonly rowHeight?: number;
}

const NEAR_END_ROWS = 30;

/** A table of any length of which only the visible rows exist, with a sticky header and a selected row kept in view. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { rows, keyOf, selectedKey, onNearEnd } = props;
  const rowHeight = useRowHeight(props.rowHeight ?? 36);
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useFittingColumns(scroller, props.columns);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured holds for one row height
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);
  const selectedIndex = selectedKey === null ? -1 : rows.findIndex((row) => keyOf(row) === selectedKey);
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedIndex, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useNearEnd(lastShown, rows.length, NEAR_END_ROWS, onNearEnd);
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // Rows that are only read hold nothing to walk to: then the keyboard scrolls the table itself.
    <div ref={scroller} tabIndex={props.onOpen ? undefined : 0} className="min-h-0 flex-1 overflow-auto">
      <table
        aria-label={props.label}
        aria-rowcount={props.total + 1}
        className="w-full table-fixed border-separate border-spacing-0"
        style={{ minWidth: columns.reduce((sum, column) => sum + column.width, 0) }}
      >
        <TableHead columns={columns} />
        <tbody>
          <Space height={items[0]?.start ?? 0} columns={columns.length} />
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <BodyRow
                key={keyOf(row)}
                {...props}
                columns={columns}
                row={row}
                index={item.index}
                rowHeight={rowHeight}
              />
            );
          })}
          <Space height={below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function TableHead<Row>({ columns }: { columns: readonly TableColumn<Row>[] }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            style={{ width: column.width }}
            className={classNames(
              'sticky top-0 z-10 border-b border-line bg-surface px-3 py-1.5 text-small font-normal whitespace-nowrap text-ink-3',
              column.isNumber ? 'text-right' : 'text-left',
            )}
          >
            {column.header}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Stands for the rows that are not there. */
function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a row of a plain table is not interactive
    <tr role="presentation">
      <td colSpan={columns} style={{ height }} className="p-0" />
    </tr>
  );
}

type BodyRowProps<Row> = VirtualTableProps<Row> & { row: Row; index: number; rowHeight: number };

// For the keyboard the row holds a link to the same place.
function BodyRow<Row>({ row, columns, keyOf, selectedKey, onOpen, index, rowHeight }: BodyRowProps<Row>) {
  const isSelected = keyOf(row) === selectedKey;
  const open = (event: MouseEvent) => {
    // A click in a menu of the row arrives here too, though the menu is drawn elsewhere.
    if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return;
    if (event.target.closest('a,button')) return;
    onOpen?.(row);
  };
  return (
    <tr
      aria-rowindex={index + 2}
      aria-current={isSelected || undefined}
      onClick={open}
      style={{ height: rowHeight }}
      className={classNames(onOpen && 'cursor-pointer', isSelected ? 'bg-tide-soft' : 'hover:bg-sunken')}
    >
      {columns.map((column) => (
        <td
          key={column.id}
          className={classNames(
            'truncate border-b border-line px-3 py-0 whitespace-nowrap',
            column.isNumber && 'text-right',
          )}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
