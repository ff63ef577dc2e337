'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { FieldProblem } from '@/ui/field-check';

/** What the fields of forms say when they are empty, too short or otherwise not to be sent. */
export function useFieldWords(): (problem: FieldProblem) => string {
  const t = useTranslations('common.field');
  return useCallback(({ kind, limit }) => t(kind, { limit }), [t]);
}
