import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import type { ReasonCode } from '@/domain/intake/reason';
import { detectMask } from '@/domain/order/clean/mask';
import { type Money, type MoneyRefusal, parseFen, parseYuan } from '@/domain/order/clean/money';
import { cleanText } from '@/domain/order/clean/text';
import { parseTime } from '@/domain/order/clean/time';
import type { CleaningStep } from '@/domain/order/order';
import { MISSING, type Personal } from '@/domain/order/personal';
import { Unreadable } from './channel';

const MONEY_REASONS = {
  'not-an-amount': 'not-an-amount',
  negative: 'amount-negative',
  'fraction-of-fen': 'fraction-of-fen',
  'too-large': 'amount-too-large',
} as const satisfies Readonly<Record<MoneyRefusal, ReasonCode>>;

/** Reports of things that happened may run this far ahead of our clock (a sender's clock, a summer-time slip). */
const AHEAD_MS = DAY_MS;

/** Printable ASCII and common Han without blanks at the ends: cleaning would find nothing (nine fields of ten). */
const ALREADY_CLEAN = /^(?! )[\x20-\x7e\u4e00-\u9fff]*(?<! )$/;

/** What a spreadsheet program makes of a long number: 4.12E+18. */
const SHORTENED = /^\d(?:\.\d+)?E\+?\d+$/iu;
const ID = /^[0-9A-Za-z][\x21-\x7e]{0,63}$/;

/**
 * Brings single fields to our shape, records what cleaning did to them, and throws Unreadable with the field's name where
 * a value cannot be believed. Reasons never repeat the value.
 */
export class FieldReader {
  readonly steps: CleaningStep[] = [];

  constructor(private readonly receivedAt: Instant) {}

  text(field: string, raw: string, maxLength = 2_000): string {
    const { value, steps } = ALREADY_CLEAN.test(raw) ? { value: raw, steps: [] } : cleanText(field, raw);
    this.steps.push(...steps);
    if (value.length > maxLength) throw new Unreadable({ code: 'too-long', path: field, most: maxLength });
    return value;
  }

  personal(field: string, raw: string | null | undefined, maxLength = 500): Personal {
    if (raw === null || raw === undefined) return MISSING;
    const personal = detectMask(this.text(field, raw, maxLength));
    if (personal.state === 'masked') this.note(field, 'masked', '', '');
    return personal;
  }

  /** A platform's id: text, whatever it was written as. A number that has already lost digits is refused. */
  id(field: string, raw: string | number): string {
    if (typeof raw === 'number' && !Number.isSafeInteger(raw)) throw new Unreadable({ code: 'not-whole', path: field });
    const value = this.text(field, String(raw));
    if (SHORTENED.test(value)) {
      throw new Unreadable({ code: 'shortened', path: field });
    }
    if (!ID.test(value)) throw new Unreadable({ code: 'not-an-id', path: field });
    return value;
  }

  fen(field: string, raw: unknown): number {
    if (typeof raw !== 'number' && typeof raw !== 'string')
      throw new Unreadable({ code: 'not-an-amount', path: field });
    return this.amount(field, parseFen(raw));
  }

  yuan(field: string, raw: string): number {
    return this.amount(field, parseYuan(raw));
  }

  /** Yuan that the platform writes as a JSON number: a double such as 299.00000000000006 is 29,900 fen. */
  yuanNumber(field: string, raw: unknown): number {
    const number = typeof raw === 'string' && /^-?\d+(?:\.\d+)?$/.test(raw) ? Number(raw) : raw;
    if (typeof number !== 'number') throw new Unreadable({ code: 'not-an-amount', path: field });
    return this.amount(field, parseYuan(number));
  }

  /** A time at which something happened: not more than `aheadMs` after the message arrived. */
  time(field: string, raw: string | number, aheadMs = AHEAD_MS): Instant {
    const read = parseTime(raw, this.receivedAt);
    if (!read.isRead) throw new Unreadable({ code: read.refusal, path: field });
    if (read.at > this.receivedAt + aheadMs) throw new Unreadable({ code: 'too-far-ahead', path: field });
    return read.at;
  }

  /** A time that lies ahead by its nature (a promise). */
  promise(field: string, raw: string | number): Instant {
    return this.time(field, raw, Number.POSITIVE_INFINITY);
  }

  note(field: string, step: string, from: string, to: string): void {
    this.steps.push({ field, step, from, to });
  }

  private amount(field: string, money: Money): number {
    if (!money.isRead) throw new Unreadable({ code: MONEY_REASONS[money.refusal], path: field });
    return money.fen;
  }
}
