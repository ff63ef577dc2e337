import { isUtf8 } from 'node:buffer';
import { refuseFile } from './columns';

export type Encoding = 'utf-8' | 'gb18030';

const startsWith = (bytes: Buffer, ...head: number[]): boolean => head.every((byte, index) => bytes[index] === byte);

/**
 * UTF-8 (with or without BOM) where every byte fits, else GB18030, which contains GBK and GB2312. Throws RefusedFile for
 * workbooks and UTF-16, which are no CSV.
 */
export function detectEncoding(bytes: Buffer): Encoding {
  if (bytes.length === 0) throw refuseFile('the file is empty');
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw refuseFile('this is an Excel workbook; save it as CSV first');
  }
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw refuseFile('this is UTF-16 text; save it as CSV in UTF-8 or GBK');
  }
  return isUtf8(bytes) ? 'utf-8' : 'gb18030';
}
