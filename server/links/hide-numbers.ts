/** Words of another system as they may be shown and logged: cut, and without anything that could be a phone number. */
export const shownWords = (text: string, max = 200): string =>
  text
    .replace(/\d[\d -]{5,}\d/g, (digits) => digits.replace(/\d/g, '*'))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, max);
