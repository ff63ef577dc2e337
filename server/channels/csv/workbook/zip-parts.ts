import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { refuseFile } from '../columns';
import type { FileSource } from '../file-source';

/** No workbook of orders has more parts; each is listed before anything is read. */
const MAX_PARTS = 2_000;
/** What all parts together may unpack to. A million rows of forty columns stay far below. */
const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
/** Small files that unpack to very much are made to hurt; sheets of numbers reach thirty. */
const MAX_RATIO = 200;
const RATIO_FREE_BYTES = 32 * 1024 * 1024;

class SourceReader extends RandomAccessReader {
  constructor(private readonly source: FileSource) {
    super();
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.source.read(start, end));
  }
}

/** The parts of a workbook. Reading more than a workbook can honestly hold is refused while it is unpacked. */
export interface ZipParts {
  has(name: string): boolean;
  read(name: string): AsyncGenerator<Buffer>;
}

const broken = () => refuseFile('the workbook is damaged or not complete');

async function listParts(zip: ZipFile): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (parts.size >= MAX_PARTS) throw refuseFile('the workbook has far too many parts');
    if (entry.isEncrypted()) throw refuseFile('the workbook is protected by a password');
    parts.set(entry.fileName.replace(/^\//u, '').toLowerCase(), entry);
  }
  return parts;
}

async function openZip(source: FileSource): Promise<ZipFile> {
  try {
    return await fromRandomAccessReaderPromise(new SourceReader(source), source.size, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: true,
    });
  } catch {
    throw broken();
  }
}

/** Lists a workbook's parts. Throws RefusedFile for what is no complete archive. */
export async function openParts(source: FileSource): Promise<ZipParts> {
  const zip = await openZip(source);
  const parts = await listParts(zip).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'RefusedFile' ? error : broken();
  });
  let unpacked = 0;
  return {
    has: (name) => parts.has(name.toLowerCase()),
    async *read(name) {
      const entry = parts.get(name.toLowerCase());
      if (!entry) throw broken();
      const stream = await zip.openReadStreamPromise(entry).catch(() => {
        throw broken();
      });
      let read = 0;
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          read += chunk.length;
          unpacked += chunk.length;
          const isSwollen = read > RATIO_FREE_BYTES && read > entry.compressedSize * MAX_RATIO;
          if (unpacked > MAX_UNPACKED_BYTES || isSwollen) throw refuseFile('the workbook unpacks to far too much');
          yield chunk;
        }
      } catch (error) {
        throw error instanceof Error && error.name === 'RefusedFile' ? error : broken();
      } finally {
        stream.destroy();
      }
    },
  };
}
