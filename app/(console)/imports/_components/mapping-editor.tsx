'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import type { Column } from '@/server/channels/csv/columns';
import type { Layout } from '@/server/channels/csv/layout';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/select-field';
import { COLUMN_GROUPS, isRequiredColumn } from './mapping-columns';
import { SampleTable } from './sample-table';
import { StatusWords } from './status-words';

/** The columns of a mapping with one of them set to a heading, or to none. */
function withColumn(layout: Layout, column: Column, heading: string): Layout {
  const { [column]: _, ...others } = layout.columns;
  return { ...layout, columns: heading === '' ? others : { ...others, [column]: heading } };
}

const twiceIn = ({ columns }: Layout): ReadonlySet<string> => {
  const headings = Object.values(columns);
  return new Set(headings.filter((heading, index) => headings.indexOf(heading) !== index));
};

interface EditorProps {
  readonly headings: readonly string[];
  /** The first rows of the file, where there is one at hand. */
  readonly rows?: readonly (readonly string[])[];
  readonly layout: Layout;
  readonly unknownWords?: readonly string[];
  readonly isSaving: boolean;
  readonly error: unknown;
  readonly saveLabel: string;
  readonly onSave: (layout: Layout) => void;
  readonly onClose: () => void;
}

function ColumnFields(props: { headings: readonly string[]; layout: Layout; onChange: (layout: Layout) => void }) {
  const t = useTranslations('imports.mapping');
  const { layout, headings } = props;
  const twice = twiceIn(layout);
  const options = [
    { value: '', label: t('nothing') },
    ...[...new Set(headings)]
      .filter((heading) => heading !== '')
      .map((heading) => ({ value: heading, label: heading })),
  ];
  return COLUMN_GROUPS.map(({ id, columns }) => (
    <fieldset key={id} className="flex flex-col gap-2">
      <legend className="mb-1 text-small font-semibold text-ink-2">{t(`group_${id}`)}</legend>
      <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        {columns.map((column) => {
          const heading = layout.columns[column] ?? '';
          const isRequired = isRequiredColumn(column);
          return (
            <div key={column}>
              <SelectField
                label={isRequired ? t('required', { column: t(`column_${column}`) }) : t(`column_${column}`)}
                value={heading}
                options={options}
                isStacked
                isRequired={isRequired}
                isActive={heading !== ''}
                onChange={(value) => props.onChange(withColumn(layout, column, value))}
              />
              {isRequired && heading === '' && <p className="text-small text-red">{t('missing')}</p>}
              {twice.has(heading) && <p className="text-small text-red">{t('twice')}</p>}
            </div>
          );
        })}
      </div>
    </fieldset>
  ));
}

function RowRules({ layout, onChange }: { layout: Layout; onChange: (layout: Layout) => void }) {
  const t = useTranslations('imports.mapping');
  return (
    <div className="flex flex-wrap gap-4">
      <SelectField
        label={t('rowsAre')}
        value={layout.isByArticle ? 'article' : 'order'}
        options={[
          { value: 'order', label: t('rowIsOrder') },
          { value: 'article', label: t('rowIsArticle') },
        ]}
        isStacked
        onChange={(value) => onChange({ ...layout, isByArticle: value === 'article', amounts: 'order' })}
      />
      {layout.isByArticle && (
        <SelectField
          label={t('amountsAre')}
          value={layout.amounts}
          options={[
            { value: 'order', label: t('amountsOfOrder') },
            { value: 'row', label: t('amountsOfRow') },
          ]}
          isStacked
          onChange={(amounts) => onChange({ ...layout, amounts })}
        />
      )}
    </div>
  );
}

/** Says which heading of a file is what; saved for the shop and for every later file with the same headings. */
export function MappingEditor(props: EditorProps) {
  const t = useTranslations();
  const [layout, setLayout] = useState(props.layout);
  const isWhole = COLUMN_GROUPS.every(({ columns }) =>
    columns.every((column) => !isRequiredColumn(column) || layout.columns[column] !== undefined),
  );
  const isUsable = isWhole && twiceIn(layout).size === 0;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isUsable) props.onSave(layout);
      }}
    >
      <p className="text-small text-ink-3">{t('imports.mapping.hint')}</p>
      {props.rows && <SampleTable headings={props.headings} rows={props.rows} layout={layout} />}
      <ColumnFields headings={props.headings} layout={layout} onChange={setLayout} />
      <RowRules layout={layout} onChange={setLayout} />
      {layout.columns.status !== undefined && (
        <StatusWords layout={layout} unknownWords={props.unknownWords ?? []} onChange={setLayout} />
      )}
      {props.error != null && (
        <p role="alert" className="text-red">
          {t(`errors.${apiErrorOf(props.error).code}`)}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={!isUsable || props.isSaving}>
          {props.saveLabel}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
