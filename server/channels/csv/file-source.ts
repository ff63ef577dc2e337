/** The bytes of a file, wherever they lie: read from the start as often as needed, whole or a part of them. */
export interface FileSource {
  readonly size: number;
  /** The bytes from `start` up to before `end`, piece by piece. */
  read(start?: number, end?: number): AsyncIterable<Buffer>;
}

/** Bytes in memory. */
export const bufferSource = (bytes: Buffer): FileSource => ({
  size: bytes.length,
  async *read(start = 0, end = bytes.length) {
    const SLICE = 16 * 1024;
    for (let at = start; at < Math.min(end, bytes.length); at += SLICE) {
      yield bytes.subarray(at, Math.min(at + SLICE, end, bytes.length));
    }
  },
});
