'use client';
import { createContext, type FormEvent, useContext, useState } from 'react';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What is wrong with the value of a field; `limit` where there is one. */
export interface FieldProblem {
  readonly kind: 'missing' | 'not-chosen' | 'too-short' | 'too-long' | 'too-small' | 'too-large' | 'malformed';
  readonly limit: string;
}

const FieldWords = createContext<(problem: FieldProblem) => string>(({ kind }) => kind);
/** Says in the page's language what is wrong with a field; stands around all pages once. */
export const FieldWordsProvider = FieldWords.Provider;

/** What the browser found wrong, the plainest first. */
export function problemOf(
  validity: Pick<
    ValidityState,
    'valueMissing' | 'tooShort' | 'tooLong' | 'rangeUnderflow' | 'rangeOverflow' | 'badInput'
  >,
  limits: { readonly minLength: number; readonly maxLength: number; readonly min: string; readonly max: string },
): FieldProblem {
  if (validity.valueMissing && !validity.badInput) return { kind: 'missing', limit: '' };
  if (validity.tooShort) return { kind: 'too-short', limit: String(limits.minLength) };
  if (validity.tooLong) return { kind: 'too-long', limit: String(limits.maxLength) };
  if (validity.rangeUnderflow) return { kind: 'too-small', limit: limits.min };
  if (validity.rangeOverflow) return { kind: 'too-large', limit: limits.max };
  return { kind: 'malformed', limit: '' };
}

const limitsOf = (field: Field) => ({
  minLength: 'minLength' in field ? field.minLength : 0,
  maxLength: 'maxLength' in field ? field.maxLength : 0,
  min: 'min' in field ? field.min : '',
  max: 'max' in field ? field.max : '',
});

const isField = (element: Element): element is Field => 'validity' in element && element.tagName !== 'FIELDSET';

/** The first field of the form that the browser does not accept. */
const firstInvalid = (form: HTMLFormElement): Element | undefined =>
  [...form.elements].find((element) => isField(element) && !element.validity.valid);

/**
 * Says below the field, not in a bubble of the browser, why a form cannot be sent; the first such field takes the focus.
 * The words go as soon as something else is entered.
 */
export function useFieldCheck() {
  const wordsOf = useContext(FieldWords);
  const [problem, setProblem] = useState<FieldProblem | null>(null);
  return {
    error: problem && wordsOf(problem),
    onInvalid: (event: FormEvent<Field>) => {
      event.preventDefault();
      const field = event.currentTarget;
      const found = problemOf(field.validity, limitsOf(field));
      const isUnchosen = found.kind === 'missing' && field.tagName === 'SELECT';
      setProblem(isUnchosen ? { kind: 'not-chosen', limit: '' } : found);
      if (field.form && firstInvalid(field.form) === field) field.focus();
    },
    forget: () => setProblem(null),
  };
}
