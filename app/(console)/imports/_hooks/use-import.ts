'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { goToSignIn } from '@/app/_client/sign-in';
import { useTRPC } from '@/app/_client/trpc';
import type { ImportPreview } from '@/server/imports/preview';
import type { ImportResult } from '@/server/imports/run';
import { type UploadAnswer, type UploadError, uploadFile } from './upload';

export const FILE_MAX_BYTES = 20 * 1024 * 1024;

/** Where an import stands: a file is chosen, checked without writing, and then imported. */
export type ImportStep =
  | { readonly step: 'choose' }
  | { readonly step: 'checking' | 'importing'; readonly file: File }
  | { readonly step: 'refused'; readonly file: File; readonly error: UploadError }
  | { readonly step: 'checked'; readonly file: File; readonly preview: ImportPreview }
  | { readonly step: 'imported'; readonly file: File; readonly result: ImportResult };

export function useImport(shopId: string | null) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [state, setState] = useState<ImportStep>({ step: 'choose' });
  const settle = <Result>(file: File, answer: UploadAnswer<Result>, done: (result: Result) => ImportStep) => {
    if (!answer.isDone && answer.error.code === 'signed-out') goToSignIn();
    setState(answer.isDone ? done(answer.result) : { step: 'refused', file, error: answer.error });
  };
  const check = async (file: File) => {
    if (shopId === null) return;
    if (file.size > FILE_MAX_BYTES) {
      setState({ step: 'refused', file, error: { code: 'too-large', problems: [], total: 0 } });
      return;
    }
    setState({ step: 'checking', file });
    const answer = await uploadFile<ImportPreview>(file, shopId, true);
    settle(file, answer, (preview) => ({ step: 'checked', file, preview }));
  };
  const confirm = async (file: File) => {
    if (shopId === null) return;
    setState({ step: 'importing', file });
    const answer = await uploadFile<ImportResult>(file, shopId, false);
    settle(file, answer, (result) => ({ step: 'imported', file, result }));
    await queryClient.invalidateQueries(trpc.imports.list.queryFilter());
    await queryClient.invalidateQueries(trpc.orders.list.queryFilter());
  };
  return { state, check, confirm, startOver: () => setState({ step: 'choose' }) };
}
