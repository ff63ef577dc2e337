import type { Personal } from './personal';

/** "张三丰" -> "张**"; a company or Latin name keeps its first character too. */
export const maskName = (name: string): string => (name === '' ? '' : `${[...name][0]}**`);

/** Keeps the first six characters of an address line (the road), hides numbers and rooms. */
export const maskAddress = (detail: string): string =>
  detail === '' ? '' : `${[...detail].slice(0, 6).join('').replace(/\d/g, '*')}***`;

/** A personal value in the form that lists, logs and sockets may carry. */
export function shownForm(personal: Personal, mask: (value: string) => string): Personal {
  switch (personal.state) {
    case 'plain':
      return { state: 'masked', shown: mask(personal.value) };
    case 'masked':
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
