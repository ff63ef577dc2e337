import { Fragment, type ReactNode } from 'react';
import { type TableColumn, VirtualTable } from '@/ui/virtual-table';

/** A list and, beside it, the row that is open; the empty list has a text of its own. */
export function ListAndPanel<Row>(props: {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly TableColumn<Row>[];
  openKey: string | null;
  /** In px, at normal density. */
  rowHeight?: number;
  empty: ReactNode;
  onOpen: (key: string) => void;
  panel: (row: Row) => ReactNode;
}) {
  const { rows, keyOf, openKey } = props;
  if (rows.length === 0) return props.empty;
  const open = rows.find((row) => keyOf(row) === openKey);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <VirtualTable
          label={props.label}
          columns={props.columns}
          rows={rows}
          total={rows.length}
          keyOf={keyOf}
          selectedKey={openKey}
          onOpen={(row) => props.onOpen(keyOf(row))}
          rowHeight={props.rowHeight ?? 40}
        />
      </div>
      {open && <Fragment key={keyOf(open)}>{props.panel(open)}</Fragment>}
    </div>
  );
}
