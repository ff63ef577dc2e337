import type { PhoneProblem } from './assessments';
import type { FactMap } from './merge-events';
import { factOf } from './merge-events';
import { notedText, type OrderNotes } from './notes';
import type { Receiver } from './order';
import { provinceOf } from './region';

/** What makes an order a risk before any rule has looked at it: it is hard to reach, hard to call, or duties are open. */
export const RISK_MARKS = ['remote-region', 'phone-malformed', 'duty-terms-open', 'duty-terms-unstated'] as const;
export type RiskMarkKind = (typeof RISK_MARKS)[number];

/**
 * A high-risk mark of an order with the text that caused it. It holds no text: the span is a place in the cleaned value, as
 * [start, end) in UTF-16 units; null = all of it. `area` is province, city, district and street in one.
 */
export interface RiskMark {
  readonly kind: RiskMarkKind;
  readonly field: 'area' | 'phone';
  readonly span: readonly [start: number, end: number] | null;
  /** What is wrong with a phone number. */
  readonly reason?: PhoneProblem;
  /** The edition of what it was compared with. */
  readonly edition: string;
}

/** Provinces to which carriers charge and take more than anywhere else on the mainland. A change is a new edition. */
export const REMOTE = { edition: 'remote-1', provinces: ['新疆', '西藏'] } as const;
/** Words of a note by which somebody agreed who pays the duties. */
export const DUTY_WORDS = {
  edition: 'duty-words-1',
  phrases: ['包税', '含税', '税费自理', '关税自理', '关税到付', '代缴关税', 'DDP', 'DDU', 'DAP'],
} as const;
/** The forms of clean/phone.ts. */
const PHONE_FORMS = { edition: 'phone-forms-1' } as const;

/** Whether a note names duty terms, in any case of Latin letters. */
export function namesDutyTerms(note: string, phrases: readonly string[]): boolean {
  const text = note.toUpperCase();
  return phrases.some((phrase) => phrase !== '' && text.includes(phrase.toUpperCase()));
}

/** Where a parcel goes as far as everybody may know it: the text in which spans of `area` are places. */
export const areaOf = ({ province, city, district, street }: Omit<Receiver, 'name' | 'phone' | 'detail'>): string =>
  [province, city, district, street].join('');

function phoneMark(facts: FactMap): RiskMark[] {
  const phone = factOf(facts, 'assessment')?.phone;
  if (phone?.state !== 'known' || phone.problem === null) return [];
  const { span = null, problem: reason } = phone;
  return [{ kind: 'phone-malformed', field: 'phone', span, reason, edition: PHONE_FORMS.edition }];
}

function regionMarks(facts: FactMap, notes: OrderNotes, before: readonly RiskMark[]): RiskMark[] {
  const text = factOf(facts, 'receiver')?.province ?? '';
  const province = provinceOf(text);
  if (province === null) return [];
  const at = { field: 'area', span: [0, text.length] } as const;
  const isRemote = REMOTE.provinces.some((name) => name === province.name);
  if (isRemote) return [{ kind: 'remote-region', ...at, edition: REMOTE.edition }];
  const isAbroad = province.region === 'hmt' || province.region === 'overseas';
  if (!isAbroad || !isDutyOpen(facts, notes, before)) return [];
  const kind = facts.dutyTerms === undefined ? 'duty-terms-unstated' : 'duty-terms-open';
  return [{ kind, ...at, edition: DUTY_WORDS.edition }];
}

const DUTY_MARKS: ReadonlySet<RiskMarkKind> = new Set<RiskMarkKind>(['duty-terms-open', 'duty-terms-unstated']);

/**
 * Neither the source nor a note names who pays. Notes that were removed when their time was over, or cannot be read, leave it as
 * it was.
 */
function isDutyOpen(facts: FactMap, notes: OrderNotes, before: readonly RiskMark[]): boolean {
  const terms = factOf(facts, 'dutyTerms');
  if (terms === 'seller' || terms === 'buyer') return false;
  const note = notedText(facts, notes);
  const areNotesStated = facts.buyerNote !== undefined || facts.sellerNote !== undefined;
  if (note === null && areNotesStated) return before.some(({ kind }) => DUTY_MARKS.has(kind));
  return !namesDutyTerms(note ?? '', DUTY_WORDS.phrases);
}

/**
 * The high-risk marks of an order, whatever rules make of it. What is not known gives no mark: a masked phone, a province that
 * nobody names. Only duty terms of which a source says nothing are a mark of their own, and another one than terms of which it
 * says that there are none: most sources never speak of them. Pure; `before` are the marks it had.
 */
export const riskMarksOf = (
  facts: FactMap,
  notes: OrderNotes,
  before: readonly RiskMark[] = [],
): readonly RiskMark[] => [...regionMarks(facts, notes, before), ...phoneMark(facts)];
