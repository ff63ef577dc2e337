/** The sentences in which the server refuses a cell or a file, as patterns whose parts are the message's arguments. */
const SENTENCES = [
  [/^is empty$/, 'empty'],
  [/^is not an amount$/, 'notAnAmount'],
  [/^is negative$/, 'negative'],
  [/^has a fraction of a fen$/, 'fractionOfFen'],
  [/^is larger than any amount/, 'amountTooLarge'],
  [/^is not a time$/, 'notATime'],
  [/^is a date that does not exist$/, 'noSuchDate'],
  [/^lies too far ahead$/, 'tooFarAhead'],
  [/^is older than any platform$/, 'tooOld'],
  [/^is longer than (?<n>\d+) characters$/, 'tooLong'],
  [/^is not a whole number$/, 'notWhole'],
  [/^was shortened by a spreadsheet program/, 'shortened'],
  [/^is not an id of/, 'notAnId'],
  [/^stands on line (?<n>\d+) already$/, 'twice'],
  [/^has (?<n>\d+) cells, unlike the header$/, 'cells'],
  [/^the file is empty$/, 'fileEmpty'],
  [/^this is an Excel workbook/, 'excel'],
  [/^this is UTF-16 text/, 'utf16'],
  [/^the header has (?<n>\d+) columns/, 'headerWide'],
  [/^the header names this column twice$/, 'headerTwice'],
  [/^the header lacks (?<n>.+)$/, 'headerLacks'],
  [/^the file is not well-formed CSV \((?<n>.+)\)$/, 'malformed'],
] as const;

export type ReasonKey = (typeof SENTENCES)[number][1];

/** The message for a refusal and its argument; null for a sentence that is not known here, which is shown as it is. */
export function reasonKeyOf(reason: string): { readonly key: ReasonKey; readonly n: string } | null {
  for (const [pattern, key] of SENTENCES) {
    const match = pattern.exec(reason);
    if (match) return { key, n: match.groups?.n ?? '' };
  }
  return null;
}
