'use client';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { type ReactNode, useCallback, useState } from 'react';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import type { TableColumn } from '@/ui/virtual-table';
import { AddButton } from './add-button';
import { ListAndPanel } from './list-and-panel';
import { ListBody } from './list-body';
import { SectionPage } from './section-page';

interface ListSectionProps<Overview, Row> {
  /** Its words are those of `settings.<section>` in the messages: hint, add, none, noneHint. */
  readonly section: 'shops' | 'links' | 'wecom';
  /** Under which name the address says which row is open, such as ?shop=…. */
  readonly param: string;
  readonly list: { readonly data: Overview | undefined; readonly error: unknown; readonly refetch: () => unknown };
  readonly rowsOf: (overview: Overview) => readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly TableColumn<Row>[];
  readonly panel: (row: Row, overview: Overview, close: () => void) => ReactNode;
  /** The form that adds one. `done` opens what was added; null: nothing was. */
  readonly form: (overview: Overview, done: (key: string | null) => void, close: () => void) => ReactNode;
  /** Dialogs of the page's own. */
  readonly children?: ReactNode;
}

/** A section that is a list: what is chosen opens beside it, one more is added by a form, and the address says which is open. */
export function ListSection<Overview, Row>(props: ListSectionProps<Overview, Row>) {
  const { section, list, rowsOf } = props;
  const t = useTranslations('settings');
  const [isAdding, setIsAdding] = useState(false);
  const [openKey, open] = useQueryState(props.param, parseAsString);
  const add = useCallback(() => setIsAdding(true), []);
  const close = () => setIsAdding(false);
  const done = (key: string | null) => {
    close();
    if (key !== null) void open(key);
  };
  const title = t(`sections.${section}`);
  const empty = (
    <EmptyState title={t(`${section}.none`)} hint={t(`${section}.noneHint`)}>
      <Button variant="primary" onClick={add}>
        {t(`${section}.add`)}
      </Button>
    </EmptyState>
  );
  return (
    <SectionPage
      title={title}
      hint={t(`${section}.hint`)}
      actions={<AddButton id={`${section}.add`} title={t(`${section}.add`)} section={title} onAdd={add} />}
    >
      <ListBody list={{ ...list, data: list.data === undefined ? undefined : [list.data] }}>
        {([overview]) =>
          overview && (
            <>
              <ListAndPanel
                label={title}
                rows={rowsOf(overview)}
                {...{ keyOf: props.keyOf, columns: props.columns, openKey, empty }}
                onOpen={(key) => void open(key)}
                panel={(row) => props.panel(row, overview, () => void open(null))}
              />
              {isAdding && props.form(overview, done, close)}
            </>
          )
        }
      </ListBody>
      {props.children}
    </SectionPage>
  );
}
