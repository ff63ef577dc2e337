import { maskPhone } from './clean/phone';
import type { Personal } from './personal';

/** "张三丰" -> "张**"; a company or Latin name keeps its first character too. */
export const maskName = (name: string): string => (name === '' ? '' : `${[...name][0]}**`);

/** Keeps the first six characters of an address line (the road), hides numbers and rooms. */
export const maskAddress = (detail: string): string =>
  detail === '' ? '' : `${[...detail].slice(0, 6).join('').replace(/\d/g, '*')}***`;

/** How one kind of personal value is hidden. */
export interface Masking {
  /** Of a plain value. */
  readonly mask: (value: string) => string;
  /**
   * Of what came as masked: kept as it is where it hides enough. A star at the end of a line makes nothing masked that
   * stands before it.
   */
  readonly veil: (shown: string) => string;
}

const LONGEST_MASKED_NAME = 6;
const LONGEST_MASKED_ADDRESS = 30;
/** Hidden in its middle, as platforms do: 139****5678, with or without an extension. */
const HIDDEN_INSIDE = /\d[*●•]{2,}\d/u;
/** More digits than any platform leaves of a number. */
const TELLING = /\d{8,}/u;
const hideDigits = (text: string): string => text.replace(/\d/gu, '*');
const cut = (text: string, length: number): string => [...text].slice(0, length).join('');

export const NAME_MASKING: Masking = {
  mask: maskName,
  veil: (shown) => ([...shown].length <= LONGEST_MASKED_NAME ? shown : maskName(shown)),
};
export const PHONE_MASKING: Masking = {
  mask: maskPhone,
  veil: (shown) => {
    const digits = shown.replace(/\D/gu, '');
    const isHidden = HIDDEN_INSIDE.test(shown) ? !TELLING.test(shown) : !TELLING.test(digits);
    return isHidden ? shown : maskPhone(digits);
  },
};
export const ADDRESS_MASKING: Masking = {
  mask: maskAddress,
  veil: (shown) => cut(hideDigits(shown), LONGEST_MASKED_ADDRESS),
};

/** A personal value in the form that lists, logs and sockets may carry. */
export function shownForm(personal: Personal, { mask, veil }: Masking): Personal {
  switch (personal.state) {
    case 'plain':
      return { state: 'masked', shown: mask(personal.value) };
    case 'masked':
      return { state: 'masked', shown: veil(personal.shown) };
    case 'missing':
      return personal;
  }
}

/** What to print for a personal value; '' when there is none. */
export const textOf = (personal: Personal | null): string =>
  personal === null || personal.state === 'missing'
    ? ''
    : personal.state === 'masked'
      ? personal.shown
      : personal.value;

export const plainOf = (personal: Personal | null): string | null =>
  personal?.state === 'plain' ? personal.value : null;
