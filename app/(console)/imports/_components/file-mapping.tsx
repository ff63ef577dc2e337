'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import type { FileView } from '@/server/imports/get';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import type { useFileVerbs } from '../_hooks/use-import';
import { MappingEditor } from './mapping-editor';

const UNKNOWN_WORD = /nobody has explained/u;
const LOOKED_AT = 100;

/** Says how the file at hand is read; it is then checked again by that. */
export function FileMapping(props: {
  file: FileView;
  verbs: ReturnType<typeof useFileVerbs>;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useTranslations();
  const trpc = useTRPC();
  const { fileId } = props.file;
  const sample = useQuery(trpc.imports.sample.queryOptions({ fileId }));
  const problems = useQuery(trpc.imports.problems.queryOptions({ fileId, limit: LOOKED_AT }));
  if (sample.error)
    return (
      <ErrorState
        title={t(`errors.${apiErrorOf(sample.error).code}`)}
        retry={t('common.retry')}
        onRetry={() => void sample.refetch()}
      />
    );
  if (!sample.data || problems.isPending) return <Skeleton lines={6} label={t('common.loading')} />;
  const words = (problems.data?.problems ?? []).filter(({ reason }) => UNKNOWN_WORD.test(reason));
  return (
    <MappingEditor
      headings={sample.data.headings}
      rows={sample.data.rows}
      layout={sample.data.layout}
      unknownWords={[...new Set(words.map(({ value }) => value))]}
      isSaving={props.verbs.saveMapping.isPending}
      error={props.verbs.saveMapping.error}
      saveLabel={t('imports.mapping.saveAndCheck')}
      onSave={(layout) => props.verbs.saveMapping.mutate({ fileId, layout }, { onSuccess: props.onSaved })}
      onClose={props.onClose}
    />
  );
}
