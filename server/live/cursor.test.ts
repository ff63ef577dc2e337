import { describe, expect, it } from 'vitest';
import { formatCursor, parseCursor } from './cursor';

const cursor = { incarnation: '0123456789abcdef', xid: '9223372036854775807', id: '0' };

describe('a feed cursor', () => {
  it('survives its text form, with all 64 bits', () => {
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  });

  it.each([
    '',
    'null',
    '0123456789abcdef.1',
    '0123456789abcdef.1.2.3',
    '0123456789ABCDEF.1.2',
    '0123456789abcdef.-1.2',
    '0123456789abcdef.1.9223372036854775808',
    "0123456789abcdef.1.2'; drop table feed",
  ])('is not read from %j', (text) => {
    expect(parseCursor(text)).toBeNull();
  });
});
