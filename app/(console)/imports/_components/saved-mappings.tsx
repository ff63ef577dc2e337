'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { SavedMapping } from '@/server/imports/mappings';
import { Button } from '@/ui/button';
import { ConfirmDialog } from '@/ui/confirm-dialog';
import { Dialog } from '@/ui/dialog';
import { MappingEditor } from './mapping-editor';

function useMappingVerbs() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(trpc.imports.mappings.queryFilter());
  const save = useMutation(trpc.imports.saveMapping.mutationOptions({ onSettled: refresh }));
  const remove = useMutation(trpc.imports.removeMapping.mutationOptions({ onSettled: refresh }));
  return { save, remove };
}

function MappingRow({ mapping, verbs }: { mapping: SavedMapping; verbs: ReturnType<typeof useMappingVerbs> }) {
  const t = useTranslations();
  const moment = useMoment();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const { mappingId, version, headings } = mapping;
  const name = t('imports.mapping.named', { shop: mapping.shopName, first: headings[0] ?? '', count: headings.length });
  return (
    <li className="flex flex-wrap items-center gap-3 border-t border-line py-1.5">
      <span className="flex-1">{name}</span>
      <span className="text-small text-ink-3">
        {mapping.updatedByName ?? t('imports.commandLine')} · {moment(mapping.updatedAt)}
      </span>
      <Button size="small" onClick={() => setOpen('edit')} aria-label={t('imports.mapping.editNamed', { name })}>
        {t('imports.mapping.edit')}
      </Button>
      <Button size="small" onClick={() => setOpen('remove')} aria-label={t('imports.mapping.removeNamed', { name })}>
        {t('imports.mapping.remove')}
      </Button>
      <Dialog
        isOpen={open === 'edit'}
        onClose={() => setOpen(null)}
        title={name}
        width={860}
        closeLabel={t('common.close')}
      >
        <div className="p-4">
          <MappingEditor
            headings={headings}
            layout={mapping.layout}
            isSaving={verbs.save.isPending}
            error={verbs.save.error}
            saveLabel={t('imports.mapping.save')}
            onSave={(layout) => verbs.save.mutate({ mappingId, version, layout }, { onSuccess: () => setOpen(null) })}
            onClose={() => setOpen(null)}
          />
        </div>
      </Dialog>
      {open === 'remove' && (
        <ConfirmDialog
          title={t('imports.mapping.removeTitle')}
          confirm={t('imports.mapping.remove')}
          cancel={t('common.cancel')}
          onConfirm={() => verbs.remove.mutate({ mappingId })}
          onClose={() => setOpen(null)}
        >
          {t('imports.mapping.removeText', { name })}
        </ConfirmDialog>
      )}
    </li>
  );
}

/** How files with headings of their own are read, shop by shop. */
export function SavedMappings() {
  const t = useTranslations();
  const mappings = useQuery(useTRPC().imports.mappings.queryOptions());
  const verbs = useMappingVerbs();
  if (mappings.error)
    return (
      <p role="alert" className="text-red">
        {t(`errors.${apiErrorOf(mappings.error).code}`)}
      </p>
    );
  if (!mappings.data || mappings.data.length === 0) return null;
  return (
    <section aria-label={t('imports.mapping.saved')} className="rounded-lg border border-line bg-surface p-4">
      <h2 className="mb-2 font-semibold">{t('imports.mapping.saved')}</h2>
      <ul>
        {mappings.data.map((mapping) => (
          <MappingRow key={mapping.mappingId} mapping={mapping} verbs={verbs} />
        ))}
      </ul>
    </section>
  );
}
