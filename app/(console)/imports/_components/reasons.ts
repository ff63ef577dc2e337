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
  [/^stands on row (?<n>\d+) already$/, 'twice'],
  [/^has (?<n>\d+) cells, unlike the header$/, 'cells'],
  [/^the file is empty$/, 'fileEmpty'],
  [/^this is an old Excel workbook/, 'excel'],
  [/^this is UTF-16 text/, 'utf16'],
  [/^the header has (?<n>\d+) columns/, 'headerWide'],
  [/^the header names this column twice$/, 'headerTwice'],
  [/^the header lacks (?<n>.+)$/, 'headerLacks'],
  [/^this is no table of orders$/, 'noTable'],
  [/^the file is not well-formed CSV$/, 'malformed'],
  [/^a quotation mark is opened and never closed$/, 'quoteOpen'],
  [/^the row has no end/, 'endlessRow'],
  [/^has bytes that are not (?<n>.+) text$/, 'spoiltBytes'],
  [/^differs between the rows of one order$/, 'differs'],
  [/^has more than (?<n>\d+) rows$/, 'tooManyRows'],
  [/^is a word that nobody has explained$/, 'unknownWord'],
  [/^the rows of one order lie apart/, 'scattered'],
  [/^the workbook is damaged/, 'workbookBroken'],
  [/^this archive is no Excel workbook/, 'noWorkbook'],
  [/^the workbook has far too many parts/, 'workbookBroken'],
  [/^the workbook holds what no workbook needs/, 'workbookBroken'],
  [/^the workbook is protected/, 'workbookLocked'],
  [/^the workbook unpacks to far too much/, 'workbookBomb'],
  [/^the workbook holds too many different texts/, 'workbookTexts'],
  [/^the workbook has no sheet/, 'workbookEmpty'],
  [/^a cell of the workbook holds far too much text/, 'workbookTexts'],
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
