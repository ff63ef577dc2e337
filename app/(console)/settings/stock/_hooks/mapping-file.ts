/** What a row of a mapping file says of an article; without parts it is of nothing any more. */
export interface FileMapping {
  readonly platformSku: string;
  readonly parts: readonly { readonly sku: string; readonly quantity: number }[];
  readonly productNo: string;
  readonly skuNo: string;
}
export interface FileProblem {
  /** As a spreadsheet counts, the heading included. */
  readonly row: number;
  readonly why: 'no-article' | 'part' | 'number' | 'twice' | 'quote';
}
export interface MappingFile {
  readonly mappings: readonly FileMapping[];
  readonly problems: readonly FileProblem[];
}

const QUANTITY_MAX = 1_000;
const HEADING = /^(?:平台 ?SKU|platform ?sku)$/iu;
const PART = /^(.{1,100}?)(?:\s*[×*]\s*(\d{1,4})|\s+x\s*(\d{1,4}))?$/u;
const NUMBER = /^[\w-]{0,64}$/;

/** Text of a file: UTF-8, or as Chinese Windows writes it. */
export function decodeFile(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** The cells of a CSV text, row by row; null where a quotation mark is never closed. */
function cellsOf(text: string): string[][] | null {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += char;
        at += 1;
      } else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === ',') endCell();
    else if (char === '\n') {
      endCell();
      rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  endCell();
  return isQuoted ? null : rows;
}

/** A cell as it was meant: exported ones carry a tab or an apostrophe against being taken for a number or a formula. */
const plain = (cell: string | undefined): string => (cell ?? '').trim().replace(/^'(?=[=+\-@＝＋－＠])/u, '');

function partsOf(cell: string): FileMapping['parts'] | null {
  const parts = cell
    .split(/[;；\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, sku = '', first, second] = PART.exec(part) ?? [];
      return { sku: sku.trim(), quantity: Number(first ?? second ?? 1) };
    });
  const isGood = parts.every(({ sku, quantity }) => sku !== '' && quantity >= 1 && quantity <= QUANTITY_MAX);
  return isGood && parts.length <= 20 && new Set(parts.map(({ sku }) => sku)).size === parts.length ? parts : null;
}

/** Reads a mapping file: platform SKU, its parts such as "A × 2; B", and the platform's numbers. Nothing of a bad row is taken. */
export function readMappingFile(text: string): MappingFile {
  const rows = cellsOf(text.replace(/^\ufeff/u, ''));
  if (rows === null) return { mappings: [], problems: [{ row: 1, why: 'quote' }] };
  const mappings = new Map<string, FileMapping>();
  const problems: FileProblem[] = [];
  rows.forEach((cells, index) => {
    const [platformSku = '', parts = '', productNo = '', skuNo = ''] = cells.map(plain);
    const isEmpty = cells.every((cell) => plain(cell) === '');
    if (isEmpty || (index === 0 && HEADING.test(platformSku))) return;
    const read = partsOf(parts);
    const refuse = (why: FileProblem['why']) => void problems.push({ row: index + 1, why });
    if (platformSku === '' || platformSku.length > 100) refuse('no-article');
    else if (read === null) refuse('part');
    else if (!NUMBER.test(productNo) || !NUMBER.test(skuNo)) refuse('number');
    else if (mappings.has(platformSku)) refuse('twice');
    else mappings.set(platformSku, { platformSku, parts: read, productNo, skuNo });
  });
  return { mappings: [...mappings.values()], problems };
}
