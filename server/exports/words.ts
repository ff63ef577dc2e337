import type { Instant } from '@/domain/clocks/instant';
import { shownReason } from '@/domain/intake/reason';
import type { Locale } from './export-list';
import { TERMS, type TermKind } from './terms';

const YES = { 'zh-CN': '是', en: 'yes' } as const;

/** Puts what the database keeps into words and forms that people read. */
export interface ExportWords {
  readonly term: (kind: TermKind, code: string | null) => string;
  readonly yes: (is: boolean) => string;
  /** A stored reason as its sentence. */
  readonly reason: (stored: string) => string;
  readonly time: (at: Instant | null) => string;
  /** Yuan with two places, as a number. */
  readonly yuan: (fen: number | null) => number | null;
}

const CHINA_AHEAD_MS = 8 * 3_600_000;

/** "2026-11-11 08:00:00", Chinese time. */
export const timeText = (at: Instant): string =>
  new Date(at + CHINA_AHEAD_MS).toISOString().slice(0, 19).replace('T', ' ');

export const wordsIn = (locale: Locale): ExportWords => ({
  term: (kind, code) => {
    const terms: Readonly<Record<string, string>> = TERMS[locale][kind];
    return code === null ? '' : (terms[code] ?? code);
  },
  reason: (stored) => shownReason(stored, locale),
  yes: (is) => (is ? YES[locale] : ''),
  time: (at) => (at === null ? '' : timeText(at)),
  yuan: (fen) => (fen === null ? null : fen / 100),
});
