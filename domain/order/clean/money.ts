/** Largest amount that is kept, in fen: what a 32-bit integer column holds (21,474,836.47 yuan). */
export const MAX_FEN = 2_147_483_647;

export type MoneyRefusal = 'not-an-amount' | 'negative' | 'fraction-of-fen' | 'too-large';
export type Money =
  | { readonly isRead: true; readonly fen: number }
  | { readonly isRead: false; readonly refusal: MoneyRefusal };

const DECORATION = /^(?:[¥￥]|RMB|CNY)?\s*([+-]?[\d.,]+)\s*(?:元|圆|RMB|CNY)?$/iu;
const AMOUNT = /^([+-])?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/u;
/** A double such as 0.1 + 0.2 is 30 fen; more than a millionth of a fen off is a real fraction. */
const DOUBLE_NOISE_FEN = 1e-6;

const refused = (refusal: MoneyRefusal): Money => ({ isRead: false, refusal });

/**
 * Reads an amount in yuan ("1,299.00", "12元", "¥12.5", 12.5) into whole fen. Refused, never rounded or guessed:
 * negative amounts, fractions of a fen, exponents, anything above MAX_FEN, anything that is not an amount.
 */
export function parseYuan(raw: string | number): Money {
  if (typeof raw === 'number') return fromDouble(raw);
  const number = DECORATION.exec(raw.normalize('NFKC').trim())?.[1] ?? '';
  const parts = AMOUNT.exec(number);
  if (parts === null) return refused('not-an-amount');
  const [, sign, whole = '', fraction = ''] = parts;
  const digits = fraction.replace(/0+$/u, '');
  if (digits.length > 2) return refused('fraction-of-fen');
  const yuan = whole.replaceAll(',', '').replace(/^0+(?=\d)/u, '');
  if (yuan.length > 12) return refused(sign === '-' ? 'negative' : 'too-large');
  return inRange(Number(yuan) * 100 + Number(digits.padEnd(2, '0')), sign === '-');
}

/** Checks an amount that is already in fen (number or digits): a whole number from 0 to MAX_FEN. */
export function parseFen(raw: string | number): Money {
  const fen = typeof raw === 'number' ? raw : /^-?\d{1,15}$/u.test(raw.trim()) ? Number(raw) : Number.NaN;
  if (!Number.isFinite(fen)) return refused('not-an-amount');
  if (!Number.isInteger(fen)) return refused('fraction-of-fen');
  return inRange(Math.abs(fen), fen < 0);
}

function fromDouble(yuan: number): Money {
  if (!Number.isFinite(yuan)) return refused('not-an-amount');
  const exact = Math.abs(yuan) * 100;
  const fen = Math.round(exact);
  if (fen <= MAX_FEN && Math.abs(exact - fen) > DOUBLE_NOISE_FEN) return refused('fraction-of-fen');
  return inRange(fen, yuan < 0);
}

function inRange(fen: number, isNegative: boolean): Money {
  if (isNegative && fen > 0) return refused('negative');
  return fen > MAX_FEN ? refused('too-large') : { isRead: true, fen };
}
