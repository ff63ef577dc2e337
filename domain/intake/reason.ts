import { CALL_REASONS } from './call-reasons';
import { VALUE_REASONS } from './value-reasons';

/** Why a message was set aside that was itself readable, or could not be tried at all: [English, Chinese]. */
const HANDLING_REASONS = {
  'body-removed': ['the body was removed, its time was over', '内容已按保留期限清除'],
  'not-opened': [
    'the stored body cannot be opened: it was changed, or its key is missing',
    '存下的内容打不开：它被改动过，或缺少数据密钥',
  ],
  'same-id-other-body': ['the same id came before with another body', '同一编号先前来过，内容不同'],
  'never-known': ['no order or parcel of this number came within a week', '一周内没有出现这个编号的订单或包裹'],
  'no-such-channel': ['no channel is named {channel}', '没有名为 {channel} 的接入方式'],
  'channel-failed': [
    'channel {channel} failed ({place}); tell whoever keeps the system up',
    '接入方式 {channel} 出错（{place}），请告知系统维护人员',
  ],
  'rules-failed': ['triage: {said}; check the rules', '规则判断出错：{said}，请检查规则'],
  'database-refused': [
    'the database refused it: {said}; tell whoever keeps the system up',
    '数据库拒绝写入：{said}，请告知系统维护人员',
  ],
} as const;

export const REASON_WORDS = {
  ...VALUE_REASONS,
  ...CALL_REASONS,
  ...HANDLING_REASONS,
} as const satisfies Record<string, readonly [en: string, zh: string]>;

type Words = typeof REASON_WORDS;
export type ReasonCode = keyof Words;
export type ReasonLanguage = 'en' | 'zh-CN';

type DetailIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | DetailIn<Rest>
  : never;

/** Why something was set aside: a code, and the details that its sentence names. Details are never personal. */
export type Reason = {
  [Code in ReasonCode]: { readonly code: Code } & Readonly<
    Record<DetailIn<Words[Code][0]> | DetailIn<Words[Code][1]>, string | number>
  >;
}[ReasonCode];

const DETAIL_LENGTH = 200;
const cut = (detail: unknown): string => String(detail).slice(0, DETAIL_LENGTH);
const isKnown = (code: unknown): code is ReasonCode => typeof code === 'string' && Object.hasOwn(REASON_WORDS, code);

/** A reason as a sentence in a language. */
export function reasonText(reason: Reason, language: ReasonLanguage): string {
  const [en, zh] = REASON_WORDS[reason.code];
  const details: Readonly<Record<string, unknown>> = reason;
  return (language === 'en' ? en : zh).replace(/\{(\w+)\}/g, (_, name: string) => cut(details[name] ?? '…'));
}

/** The same without where it is, for a place that shows that beside it. */
export function reasonTextWithoutPath(reason: Reason, language: ReasonLanguage): string {
  const path = 'path' in reason ? cut(reason.path) : '';
  const text = reasonText(reason, language);
  return path !== '' && text.startsWith(path) ? text.slice(path.length).replace(/^[:：]?\s*/u, '') : text;
}

/** What the columns of reasons hold. */
const STORED_LENGTH = 500;

/** The form in which a reason is stored: JSON that begins with its code, its details cut until it fits. */
export function storedReason({ code, ...details }: Reason, most = DETAIL_LENGTH): string {
  const cutDetails = Object.entries(details).map(([name, value]) => [name, cut(value).slice(0, most)]);
  const stored = JSON.stringify({ code, ...Object.fromEntries(cutDetails) });
  return stored.length <= STORED_LENGTH || most === 0
    ? stored
    : storedReason({ code, ...details } as Reason, most >> 1);
}

/** How the stored form of every reason of a code begins. */
export const storedStart = (code: ReasonCode): string => `{"code":"${code}"`;

/** A stored reason; null for one that was stored as a sentence, or cannot be read. */
export function readReason(stored: string): Reason | null {
  if (!stored.startsWith('{"code":')) return null;
  try {
    const read: unknown = JSON.parse(stored);
    return typeof read === 'object' && read !== null && 'code' in read && isKnown(read.code) ? (read as Reason) : null;
  } catch {
    return null;
  }
}

/** What to show of a reason in a language; one that was stored as a sentence is shown as it is. */
export function shownReason(given: string | Reason, language: ReasonLanguage): string {
  const reason = typeof given === 'string' ? readReason(given) : given;
  return reason === null ? String(given) : reasonText(reason, language);
}

/** The codes in whose sentence, in either language, a part of a text stands, in any case. */
export const codesSaying = (part: string): ReasonCode[] =>
  (Object.keys(REASON_WORDS) as ReasonCode[]).filter((code) =>
    REASON_WORDS[code].some((words) => words.toLowerCase().includes(part.toLowerCase())),
  );
