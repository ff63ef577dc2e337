import iconv from 'iconv-lite';
import { refuseFile } from './columns';
import type { FileSource } from './file-source';

export type Encoding = 'utf-8' | 'gb18030';
export type FileKind =
  | { readonly kind: 'workbook' }
  /** `isStrict`: every byte fits, so a replacement character is one that the file itself holds. */
  | { readonly kind: 'csv'; readonly encoding: Encoding; readonly isStrict: boolean };

const HEAD_BYTES = 64 * 1024;
const startsWith = (bytes: Buffer, ...head: number[]): boolean => head.every((byte, index) => bytes[index] === byte);

async function isUtf8Throughout(source: FileSource): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of source.read()) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function headOf(source: FileSource): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.read(0, HEAD_BYTES)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Whether the header alone says UTF-8: it has other signs than ASCII, and all of them fit. */
function isUtf8Header(head: Buffer): boolean {
  const end = head.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  const header = head.subarray(0, end === -1 ? head.length : end);
  if (header.every((byte) => byte < 0x80)) return false;
  return !iconv.decode(header, 'utf-8').includes('\ufffd');
}

/**
 * What a file is: a workbook by its first bytes; else UTF-8 (with or without BOM) where every byte fits, else GB18030, which
 * contains GBK and GB2312 — unless a mark or the header says UTF-8, so that single spoilt bytes can be named. Throws
 * RefusedFile for what is neither.
 */
export async function detectKind(source: FileSource): Promise<FileKind> {
  const head = await headOf(source);
  if (head.length === 0) throw refuseFile('the file is empty');
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) return { kind: 'workbook' };
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) throw refuseFile('this is an old Excel workbook; save it as .xlsx');
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
    throw refuseFile('this is UTF-16 text; save it as CSV in UTF-8 or GBK');
  }
  if (await isUtf8Throughout(source)) return { kind: 'csv', encoding: 'utf-8', isStrict: true };
  const isUtf8 = startsWith(head, 0xef, 0xbb, 0xbf) || isUtf8Header(head);
  return { kind: 'csv', encoding: isUtf8 ? 'utf-8' : 'gb18030', isStrict: false };
}
