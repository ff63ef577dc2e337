import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { cleanText } from '@/domain/order/clean/text';
import { parseTime } from '@/domain/order/clean/time';
import { Unreadable } from '../../channels/channel';
import { readJson } from '../../channels/json';
import type { ParcelScan, ParcelState, ParcelTrace } from '../outside-fact';
import { canHaveHappened } from '../read-time';

/** Courier's words come from many hands: nothing invisible, no half characters, no control characters. */
const text = z
  .union([z.string(), z.number()])
  .transform((raw) => cleanText('', String(raw)).value)
  .default('');
const scanShape = z.object({ time: text, ftime: text, context: text, status: text, statusCode: text, areaName: text });
const resultShape = z.object({ state: text, com: text, nu: text, data: z.array(scanShape).max(2_000).default([]) });
const pushShape = z.object({ status: text, message: text, comNew: text, lastResult: resultShape });

/** The first digits of Kuaidi100's codes; the longer codes of the second generation begin with them. */
const STATES: Readonly<Record<string, ParcelState>> = {
  0: 'transit',
  1: 'collected',
  2: 'problem',
  3: 'signed',
  4: 'returned',
  5: 'delivering',
  6: 'returning',
  7: 'transit',
  8: 'customs',
  14: 'refused',
};
const EXACT: Readonly<Record<string, ParcelState>> = {
  101: 'ordered',
  102: 'ordered',
  203: 'refused',
  210: 'cancelled',
  401: 'cancelled',
  10: 'customs',
  11: 'customs',
  12: 'customs',
  13: 'customs',
};

/** A state by its code of one to four digits; null for one that is not known. */
export function parcelStateOf(code: string): ParcelState | null {
  if (!/^\d{1,4}$/.test(code)) return null;
  return EXACT[code] ?? STATES[code] ?? (code.length === 3 ? STATES[code[0] ?? ''] : undefined) ?? fromFour(code);
}
const fromFour = (code: string): ParcelState | null => (/^10\d\d$/.test(code) ? 'transit' : null);

const BEFORE_COLLECTION: ReadonlySet<ParcelState> = new Set(['ordered', 'cancelled']);
const MAX_WORDS = 500;

/** Codes of old subscriptions are missing: the words of a scan then tell no more than that there was one. */
function scanOf(raw: z.infer<typeof scanShape>, receivedAt: Instant): ParcelScan | null {
  const read = parseTime(raw.ftime || raw.time, receivedAt);
  if (!read.isRead || !canHaveHappened(read.at, receivedAt)) return null;
  const { context, areaName: place, statusCode } = raw;
  return {
    at: read.at,
    state: parcelStateOf(statusCode),
    text: context.slice(0, MAX_WORDS),
    place: place.slice(0, 100),
  };
}

const isOnItsWay = ({ state }: ParcelScan): boolean => state !== null && !BEFORE_COLLECTION.has(state);

/** The list of scans as facts; it is whole every time. */
export function traceOf(result: z.infer<typeof resultShape>, receivedAt: Instant): Omit<ParcelTrace, 'ended'> {
  const trackingNo = result.nu.trim();
  if (trackingNo === '' || trackingNo.length > 64) throw new Unreadable({ code: 'missing-or-long', path: 'nu' });
  const scans = result.data
    .flatMap((raw) => scanOf(raw, receivedAt) ?? [])
    .toSorted((a, b) => b.at - a.at)
    .slice(0, 200);
  const state = parcelStateOf(result.state);
  const moved = scans.filter(isOnItsWay).at(-1) ?? (state && !BEFORE_COLLECTION.has(state) ? scans.at(-1) : undefined);
  const signed = scans.findLast((scan) => scan.state === 'signed') ?? (state === 'signed' ? scans[0] : undefined);
  return {
    about: 'parcel',
    trackingNo,
    carrier: result.com.slice(0, 40),
    state,
    at: scans[0]?.at ?? null,
    collectedAt: moved?.at ?? null,
    signedAt: signed?.at ?? null,
    scans,
  };
}

/** The answer of a live question, as facts. Throws Unreadable. */
export function readAnswer(body: Buffer, receivedAt: Instant): ParcelTrace {
  const parsed = resultShape.safeParse(readJson(body));
  if (!parsed.success) throw new Unreadable({ code: 'no-traces' });
  return { ...traceOf(parsed.data, receivedAt), ended: null };
}

/** A pushed list of scans. Throws Unreadable. */
export function readPush(body: Buffer, receivedAt: Instant): ParcelTrace {
  const parsed = pushShape.safeParse(readJson(body));
  if (!parsed.success)
    throw new Unreadable({ code: 'not-as-documented', path: parsed.error.issues[0]?.path.join('.') || 'param' });
  const { status, comNew, lastResult } = parsed.data;
  const trace = traceOf({ ...lastResult, com: comNew || lastResult.com }, receivedAt);
  const ended = status === 'abort' ? 'given-up' : status === 'shutdown' ? 'signed' : null;
  return { ...trace, ended };
}
