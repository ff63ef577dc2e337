/** One cell of an exported list: text, a number, or nothing. */
export type Cell = string | number | null;

/** Signs with which a spreadsheet program begins a formula, also in their full-width forms. */
const FORMULA = /^[\t\r\n ]*[=+\-@＝＋－＠]|^[\t\r]/u;
/** Numbers of this length and more lose digits when a spreadsheet program takes them for amounts. */
const LONG_NUMBER = /^\d{12,}$/u;

/** Text that no spreadsheet program takes for a formula. */
export const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n\t]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A leading tab keeps all digits of a long number: it stays text.
  return quoted(LONG_NUMBER.test(cell) ? `\t${cell}` : safeText(cell));
}

/** A row of a CSV file, with its line end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** So that spreadsheet programs take the file for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';
