const CANDIDATE = /[A-Za-z0-9](?:[A-Za-z0-9_-]{6,62})[A-Za-z0-9]/g;
const MOST = 10;

/**
 * The words in a text that could be order numbers: at least eight letters and digits (full-width ones too) with a digit
 * among them, as written and in capitals, first ten. Whether one is an order is for the caller to look up.
 */
export function orderNoCandidates(text: string): readonly string[] {
  const words = text.normalize('NFKC').match(CANDIDATE) ?? [];
  const numbered = words.filter((word) => /\d/.test(word)).flatMap((word) => [word, word.toUpperCase()]);
  return [...new Set(numbered)].slice(0, MOST);
}
