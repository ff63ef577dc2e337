import { Unreadable } from './channel';
import type { FieldReader } from './field-reader';

const PLAIN = /^-?\d+(?:\.\d+)?$/;

/** An amount as an API writes it, in yuan: digits and a point. What people write (1,299.00, ¥12) is refused, never guessed at. */
export function apiYuan(reader: FieldReader, field: string, raw: unknown): number {
  const text = typeof raw === 'string' ? raw.trim() : typeof raw === 'number' ? String(raw) : '';
  if (!PLAIN.test(text)) throw new Unreadable({ code: 'not-an-amount', path: field });
  return reader.yuan(field, text);
}
