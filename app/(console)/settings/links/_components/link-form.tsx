'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import type { LinkFieldView, LinkRow, LinksOverview } from '@/server/link-accounts/list';
import type { LinkKind } from '@/server/links/link';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';

/** Says which value cannot be, and why. */
function useProblemText(kind: LinkKind): (error: unknown) => string | null {
  const t = useTranslations();
  return (error) => {
    if (!error) return null;
    const { code, detail } = apiErrorOf(error);
    const { field, why } = detail;
    if (why === 'shop-served')
      return t('settings.links.shopServed', { shop: String(detail.shop ?? ''), link: String(detail.link ?? '') });
    if (why === 'changed') return t('settings.why.changed');
    const words = ['missing', 'malformed', 'address', 'not-an-rsa-key'].find((known) => known === why);
    if (field === undefined || words === undefined) return t(`errors.${code}`);
    return t(`settings.links.why_${words}`, { field: t(`settings.links.field_${kind}_${field}`) });
  };
}

function useSaveLink(link: LinkRow | null, onDone: (linkId: string | null) => void) {
  const t = useTranslations('settings.links');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const saved = (linkId: string | null) => {
    void queryClient.invalidateQueries(trpc.linkAccounts.pathFilter());
    showToast(t('saved'));
    onDone(linkId);
  };
  const create = useMutation(trpc.linkAccounts.create.mutationOptions({ onSuccess: ({ linkId }) => saved(linkId) }));
  const update = useMutation(trpc.linkAccounts.update.mutationOptions({ onSuccess: () => saved(null) }));
  const { error, isPending } = link ? update : create;
  const save = (kind: LinkKind, given: ReturnType<typeof readForm>) => {
    if (link) update.mutate({ linkId: link.linkId, version: link.version, ...given });
    else create.mutate({ kind, ...given });
  };
  return { error, isPending, save };
}

function LongField({
  field,
  label,
  hint,
  isRequired,
}: {
  field: string;
  label: string;
  hint?: string;
  isRequired: boolean;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-small font-semibold text-ink-2">
        {label}
      </label>
      <textarea
        id={id}
        name={field}
        rows={4}
        required={isRequired}
        aria-describedby={hint ? `${id}-hint` : undefined}
        spellCheck={false}
        className="rounded-md border border-field-line bg-surface px-2.5 py-1.5 font-mono text-small"
      />
      {hint && (
        <p id={`${id}-hint`} className="text-small text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}

/** One value of a link; a secret that is left empty stays as it is. */
function ValueField({ kind, field, link }: { kind: LinkKind; field: LinkFieldView; link: LinkRow | null }) {
  const t = useTranslations('settings.links');
  const label = t(`field_${kind}_${field.name}`);
  const kept = field.isSecret && link ? t('keepHint') : field.isRequired ? null : t('optional');
  const where = t.has(`where_${kind}_${field.name}`) ? t(`where_${kind}_${field.name}`) : null;
  const hint = [where, kept].filter((part) => part !== null).join(t('between')) || undefined;
  const isRequired = field.isRequired && !(field.isSecret && link !== null);
  if (field.isLong)
    return <LongField field={`value.${field.name}`} {...{ label, isRequired, ...(hint ? { hint } : {}) }} />;
  return (
    <TextField
      name={`value.${field.name}`}
      label={label}
      {...(hint ? { hint } : {})}
      type={field.isSecret ? 'password' : 'text'}
      defaultValue={field.isSecret ? '' : (link?.settings[field.name] ?? field.initial)}
      required={isRequired}
      autoComplete="off"
    />
  );
}

function Tick({ name, label, hint }: { name: string; label: string; hint: string }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label className="flex items-center gap-2">
        <input type="checkbox" name={name} aria-describedby={id} />
        {label}
      </label>
      <p id={id} className="text-small text-ink-3">
        {hint}
      </p>
    </div>
  );
}

/** What counts beside the first values while these are being replaced. */
function SecondValues({
  kind,
  fields,
  link,
}: {
  kind: LinkKind;
  fields: readonly LinkFieldView[];
  link: LinkRow | null;
}) {
  const t = useTranslations('settings.links');
  return (
    <details className="rounded-md border border-line px-3 py-2">
      <summary className="text-small font-semibold text-ink-2">{t('second')}</summary>
      <div className="mt-2 flex flex-col gap-3">
        <p className="text-small text-ink-3">{t('secondHint')}</p>
        {fields.map((field) => (
          <ValueField key={`${kind}.${field.name}`} kind={kind} field={field} link={link} />
        ))}
        {link !== null && <Tick name="forgetsSecond" label={t('forgetsSecond')} hint={t('forgetsSecondHint')} />}
      </div>
    </details>
  );
}

function ShopChoice({ overview, link }: { overview: LinksOverview; link: LinkRow | null }) {
  const t = useTranslations('settings.links');
  return (
    <fieldset className="flex flex-col gap-1 rounded-md border border-line px-3 py-2">
      <legend className="px-1 text-small font-semibold text-ink-2">{t('shops')}</legend>
      {overview.shops.length === 0 && <p className="text-ink-3">{t('noShops')}</p>}
      {overview.shops.map((shop) => (
        <label key={shop.id} className="flex items-center gap-2">
          <input
            type="checkbox"
            name="shop"
            value={shop.id}
            defaultChecked={link?.shopIds.includes(shop.id) ?? false}
          />
          {shop.name}
        </label>
      ))}
    </fieldset>
  );
}

function readForm(form: FormData, fields: readonly LinkFieldView[]) {
  const values = fields.flatMap(({ name, isSecret, isSecond }) => {
    const value = String(form.get(`value.${name}`) ?? '').trim();
    if (isSecond && form.get('forgetsSecond') === 'on') return [[name, ''] as const];
    return isSecret && value === '' ? [] : [[name, value] as const];
  });
  return {
    name: String(form.get('name') ?? '').trim(),
    shopIds: form.getAll('shop').map(String),
    isActive: form.get('isActive') === 'on',
    givesOlder: form.get('givesOlder') === 'on',
    values: Object.fromEntries(values),
  };
}

/** Adds a link, or changes one. */
export function LinkForm(props: {
  link: LinkRow | null;
  overview: LinksOverview;
  onDone: (linkId: string | null) => void;
  onClose: () => void;
}) {
  const { link, overview, onDone, onClose } = props;
  const t = useTranslations('settings.links');
  const [kind, setKind] = useState<LinkKind>(link?.kind ?? 'qimen');
  const problemText = useProblemText(kind);
  const { save, error, isPending } = useSaveLink(link, onDone);
  const fields = overview.kinds.find((one) => one.kind === kind)?.fields ?? [];
  return (
    <FormDialog
      title={link ? t('editTitle', { name: link.name }) : t('add')}
      submit={t(link ? 'save' : 'addSubmit')}
      isBusy={isPending}
      problem={problemText(error)}
      onClose={onClose}
      onSubmit={(form) => save(kind, readForm(form, fields))}
    >
      {link === null && (
        <SelectField
          isStacked
          label={t('kind')}
          value={kind}
          options={overview.kinds.map((one) => ({ value: one.kind, label: t(`kind_${one.kind}`) }))}
          onChange={setKind}
        />
      )}
      <TextField name="name" label={t('name')} defaultValue={link?.name} maxLength={40} required autoComplete="off" />
      <ShopChoice overview={overview} link={link} />
      {fields.map(
        (field) =>
          !field.isSecond && <ValueField key={`${kind}.${field.name}`} kind={kind} field={field} link={link} />,
      )}
      <SecondValues kind={kind} fields={fields.filter(({ isSecond }) => isSecond)} link={link} />
      {kind === 'qimen' && <Tick name="givesOlder" label={t('givesOlder')} hint={t('givesOlderHint')} />}
      <label className="flex items-center gap-2">
        <input type="checkbox" name="isActive" defaultChecked={link?.isActive ?? true} />
        {t('isActive')}
      </label>
    </FormDialog>
  );
}
