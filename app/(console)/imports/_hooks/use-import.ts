'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { goToSignIn } from '@/app/_client/sign-in';
import { useTRPC } from '@/app/_client/trpc';
import type { FileView } from '@/server/imports/get';
import type { FileState } from '@/server/imports/import-file';
import { type Upload, uploadFile } from './upload';

const FILE_MAX_BYTES = 512 * 1024 * 1024;
const WORKED_ON: ReadonlySet<FileState> = new Set(['checking', 'importing', 'verifying']);
const LOOK_EVERY_MS = 700;

/** Where the file at hand stands: none yet, on its way, not taken in at all, or with the server. */
export type ImportStep =
  | { readonly step: 'choose' }
  | { readonly step: 'uploading'; readonly name: string; readonly share: number }
  | { readonly step: 'not-sent'; readonly name: string; readonly code: string }
  | { readonly step: 'sent'; readonly fileId: string };

/** The file at hand as the server has it; looked at again while it is worked on. */
export function useFileView(fileId: string | null) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const view = useQuery({
    ...trpc.imports.get.queryOptions({ fileId: fileId ?? '0' }),
    enabled: fileId !== null,
    refetchInterval: ({ state }) => (state.data && WORKED_ON.has(state.data.state) ? LOOK_EVERY_MS : false),
  });
  const state = view.data?.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lists are read anew whenever the file comes to another step
  useEffect(() => {
    void queryClient.invalidateQueries(trpc.imports.list.queryFilter());
    if (state === 'done') void queryClient.invalidateQueries(trpc.orders.list.queryFilter());
  }, [state]);
  return view;
}

export function useImport(shopId: string | null) {
  const [current, setCurrent] = useState<ImportStep>({ step: 'choose' });
  const upload = useRef<Upload | null>(null);
  const choose = async (file: File) => {
    if (shopId === null) return;
    const { name } = file;
    if (file.size > FILE_MAX_BYTES) {
      setCurrent({ step: 'not-sent', name, code: 'too-large' });
      return;
    }
    setCurrent({ step: 'uploading', name, share: 0 });
    upload.current = uploadFile(file, shopId, (share) => setCurrent({ step: 'uploading', name, share }));
    const answer = await upload.current.answer;
    upload.current = null;
    if (answer.isDone) setCurrent({ step: 'sent', fileId: answer.fileId });
    else if (answer.code === 'signed-out') goToSignIn();
    else if (answer.code === 'stopped') setCurrent({ step: 'choose' });
    else setCurrent({ step: 'not-sent', name, code: answer.code });
  };
  return {
    current,
    choose,
    stopUpload: () => upload.current?.stop(),
    open: (fileId: string) => setCurrent({ step: 'sent', fileId }),
    startOver: () => setCurrent({ step: 'choose' }),
  };
}

/** What can be done with a file that is with the server. */
export function useFileVerbs(file: FileView) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = async () => {
    await queryClient.invalidateQueries(trpc.imports.get.queryFilter({ fileId: file.fileId }));
    await queryClient.invalidateQueries(trpc.imports.list.queryFilter());
    await queryClient.invalidateQueries(trpc.imports.problems.queryFilter({ fileId: file.fileId }));
    await queryClient.invalidateQueries(trpc.imports.mappings.queryFilter());
  };
  const confirm = useMutation(trpc.imports.confirm.mutationOptions({ onSettled: refresh }));
  const cancel = useMutation(trpc.imports.cancel.mutationOptions({ onSettled: refresh }));
  const saveMapping = useMutation(trpc.imports.saveMapping.mutationOptions({ onSettled: refresh }));
  return { confirm, cancel, saveMapping };
}
