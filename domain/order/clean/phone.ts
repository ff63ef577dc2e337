import type { PhoneAssessment, PhoneProblem } from '../assessments';
import type { Personal } from '../personal';

const SEPARATORS = /[\s\-‐‑–—―−－_.·()（）'’‘`"]+/gu;
/** Privacy numbers of the platforms carry an extension: 18412345678-5243, 18412345678转5243, 18412345678,5243. */
const EXTENSION = /^(.*?\d{7,})\s*(?:转|轉|分机|ext\.?|,|#|-)\s*(\d{1,6})$/iu;
const CHINA = /^(?:\+|00)86(?=\d)|^86(?=1[3-9]\d{9}$)/u;

/** Mobile numbers as the carriers number them; new prefixes appear without notice, so only 10, 11 and 12 are ruled out. */
const MOBILE_LENGTH = 11;
const MOBILE = /^1[3-9]\d{9}$/u;
/** Machine-to-machine cards: 13 digits beginning 14, or 10646–10649. */
const IOT = /^(?:14\d{11}|1064[6-9]\d{8})$/u;
/** Landline with area code (010, 02x, 03xx–09xx) or a 400/800 service number. */
const LANDLINE = /^(?:0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}|[48]00\d{7})$/u;
/** Abroad, Hong Kong, Macao, Taiwan: E.164 with its country code written out. */
const FOREIGN = /^(?:\+|00)(?!86)[1-9]\d{7,14}$/u;
const REPEATED = /^(\d)\1+$/u;
/** Longer text is no phone number, and is not matched against patterns. */
const LONGEST = 48;

/**
 * The digits to dial: full-width digits, spaces, dashes, brackets, a leading ' and +86 removed, an extension cut off.
 * Keeps the + of another country. Text that is no number comes back without its separators.
 */
export function normalisePhone(text: string): string {
  const folded = text.slice(0, LONGEST).normalize('NFKC').trim();
  const number = isLandlineWithDash(folded) ? folded : (EXTENSION.exec(folded)?.[1] ?? folded);
  return number.replace(SEPARATORS, '').replace(CHINA, '');
}

/** 021-5012345678 is a landline with its area code, not a number with an extension. */
function isLandlineWithDash(text: string): boolean {
  return /^(?:\+?86[- ]?)?\(?0?\d{2,4}\)?[- ]\d{7,8}$/u.test(text) || /^[48]00-\d{3,4}-\d{3,4}$/u.test(text);
}

/** What a person may see of a number: first three and last four of a mobile number, less of anything shorter. */
export function maskPhone(number: string): string {
  if (number.length >= 11) return `${number.slice(0, 3)}****${number.slice(-4)}`;
  return number.length >= 7 ? `${number.slice(0, 2)}****${number.slice(-2)}` : '****';
}

/**
 * Judges whether a courier can dial the number. Mobile, 13-digit IoT, landline with area code, 400/800 and foreign
 * numbers with country code are valid; an unknown carrier prefix is not an error. Masked and missing are not invalid.
 */
export function assessPhone(phone: Personal): PhoneAssessment {
  if (phone.state !== 'plain') return { state: phone.state };
  const number = normalisePhone(phone.value);
  const problem = problemOf(number);
  const shown = maskPhone(number);
  if (problem === null) return { state: 'known', problem, shown };
  // Where the value is not the number as it was cleaned, places in the one are not places in the other.
  return { state: 'known', problem, shown, span: phone.value === number ? spanOf(number, problem) : null };
}

/** The characters that make it no number: what is no digit, the beginning no carrier has, what goes beyond a mobile number. */
function spanOf(number: string, problem: PhoneProblem): readonly [number, number] | null {
  switch (problem) {
    case 'characters': {
      const wrong = [...number.matchAll(/(?!^\+\d)\D/gu)];
      const [first, last] = [wrong[0], wrong.at(-1)];
      return first && last ? [first.index, last.index + last[0].length] : null;
    }
    case 'prefix':
      return [0, number.startsWith('0') ? 3 : number.startsWith('1') ? 2 : 1];
    case 'length':
      return number.length > MOBILE_LENGTH && /^1[3-9]\d+$/u.test(number) ? [MOBILE_LENGTH, number.length] : null;
    case 'repeated':
      return null;
  }
}

function problemOf(number: string): PhoneProblem | null {
  if (!/^\+?\d+$/u.test(number)) return 'characters';
  if (REPEATED.test(number)) return 'repeated';
  if ([MOBILE, IOT, LANDLINE, FOREIGN].some((form) => form.test(number))) return null;
  return number.length === MOBILE_LENGTH ? 'prefix' : 'length';
}
