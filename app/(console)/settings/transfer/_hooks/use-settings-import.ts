'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { goToSignIn } from '@/app/_client/sign-in';
import type { TransferReport } from '@/server/transfer/report';
import { type SendAnswer, sendFile } from './send-file';

const FILE_MAX_BYTES = 2 * 1024 * 1024;

type Refusal = Extract<SendAnswer, { code: string }>;

/** Where an import stands: a file is chosen, tried without writing, and then applied. */
export type ImportState =
  | { readonly step: 'choose' }
  | { readonly step: 'checking' | 'applying'; readonly file: File }
  | { readonly step: 'unreadable'; readonly file: File; readonly refusal: Refusal }
  | { readonly step: 'checked' | 'applied'; readonly file: File; readonly report: TransferReport };

export function useSettingsImport() {
  const queryClient = useQueryClient();
  const [state, setState] = useState<ImportState>({ step: 'choose' });
  const settle = (file: File, answer: SendAnswer) => {
    if ('code' in answer) {
      if (answer.code === 'signed-out') goToSignIn();
      setState({ step: 'unreadable', file, refusal: answer });
    } else setState({ step: answer.report.isApplied ? 'applied' : 'checked', file, report: answer.report });
  };
  const check = async (file: File) => {
    if (file.size > FILE_MAX_BYTES) return settle(file, { code: 'too-large', problems: [] });
    setState({ step: 'checking', file });
    settle(file, await sendFile(file, true));
  };
  const apply = async (file: File) => {
    setState({ step: 'applying', file });
    settle(file, await sendFile(file, false));
    await queryClient.invalidateQueries();
  };
  return { state, check, apply, startOver: () => setState({ step: 'choose' }) };
}
