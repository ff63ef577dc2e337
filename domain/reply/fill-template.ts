import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import type { FactName, ReplyFacts, ReplySource } from './reply-facts';

export interface LocalText {
  readonly 'zh-CN': string;
  readonly en: string;
}
type FactType = 'text' | 'time' | 'date' | 'duration' | 'money';

/** Every variable a template may contain, its type, and what the desk calls it beside a suggestion. */
export const FACT_TYPES: Readonly<Record<FactName, { readonly type: FactType; readonly label: LocalText }>> = {
  orderNo: { type: 'text', label: { 'zh-CN': '订单号', en: 'Order no.' } },
  stage: { type: 'text', label: { 'zh-CN': '当前状态', en: 'Current state' } },
  stageSince: { type: 'duration', label: { 'zh-CN': '状态持续', en: 'In this state for' } },
  product: { type: 'text', label: { 'zh-CN': '商品', en: 'Product' } },
  amount: { type: 'money', label: { 'zh-CN': '应付金额', en: 'Amount due' } },
  refund: { type: 'money', label: { 'zh-CN': '退款金额', en: 'Refund' } },
  paidAt: { type: 'time', label: { 'zh-CN': '付款', en: 'Paid' } },
  releasedAt: { type: 'time', label: { 'zh-CN': '审核通过', en: 'Released' } },
  pickedAt: { type: 'time', label: { 'zh-CN': '拣货完成', en: 'Picked' } },
  shippedAt: { type: 'time', label: { 'zh-CN': '出库', en: 'Shipped' } },
  collectedAt: { type: 'time', label: { 'zh-CN': '揽收', en: 'Collected' } },
  signedAt: { type: 'time', label: { 'zh-CN': '签收', en: 'Signed' } },
  cancelledAt: { type: 'time', label: { 'zh-CN': '取消', en: 'Cancelled' } },
  promisedAt: { type: 'date', label: { 'zh-CN': '承诺时间', en: 'Promised by' } },
  missedPromiseAt: { type: 'date', label: { 'zh-CN': '已过的承诺时间', en: 'Promise missed' } },
  carrier: { type: 'text', label: { 'zh-CN': '快递', en: 'Carrier' } },
  trackingNo: { type: 'text', label: { 'zh-CN': '运单号', en: 'Tracking no.' } },
  trackingTail: { type: 'text', label: { 'zh-CN': '运单尾号', en: 'Tracking no. ends' } },
  nextUpdate: { type: 'time', label: { 'zh-CN': '下次回复', en: 'Next update' } },
};

/** A fact that a suggestion is built on: what was said, who said it, and when. */
export interface FactUse {
  readonly fact: FactName;
  readonly label: LocalText;
  readonly shown: string;
  readonly source: ReplySource;
  readonly at: Instant;
}

export type FilledTemplate =
  | { readonly ok: true; readonly body: string; readonly used: readonly FactUse[] }
  | { readonly ok: false; readonly missing: readonly string[] };

/** China has kept UTC+8 without summer time since 1992. */
const CHINA_OFFSET_MS = 8 * HOUR_MS;
const two = (part: number): string => String(part).padStart(2, '0');

function shownDate(at: Instant): string {
  const local = new Date(at + CHINA_OFFSET_MS);
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日`;
}

function shownTime(at: Instant): string {
  const local = new Date(at + CHINA_OFFSET_MS);
  return `${shownDate(at)} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

function shownDuration(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
  if (ms < HOUR_MS) return `${minutes} 分钟`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} 小时`;
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  return `${Math.floor(ms / DAY_MS)} 天${hours > 0 ? ` ${hours} 小时` : ''}`;
}

function shownMoney(fen: number): string {
  const yuan = String(Math.trunc(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `¥${yuan}.${two(Math.abs(fen % 100))}`;
}

/** Text from outside must neither look like a variable nor break the line. */
const shownText = (text: string): string =>
  text
    .replace(/[{}｛｝【】]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function shownValue(name: FactName, value: string | number): string | null {
  if (typeof value === 'string') return shownText(value) || null;
  if (!Number.isFinite(value)) return null;
  switch (FACT_TYPES[name].type) {
    case 'time':
      return shownTime(value);
    case 'date':
      return shownDate(value);
    case 'duration':
      return shownDuration(value);
    case 'money':
      return shownMoney(value);
    case 'text':
      return String(value);
  }
}

const VARIABLE = /\{([^{}]*)\}/g;
const isFactName = (name: string): name is FactName => Object.hasOwn(FACT_TYPES, name);

/** One fact as a suggestion shows it; null when it is not known. */
export function factUse(name: FactName, facts: ReplyFacts): FactUse | null {
  const fact = facts[name];
  const shown = fact === undefined ? null : shownValue(name, fact.value);
  if (fact === undefined || shown === null) return null;
  return { fact: name, label: FACT_TYPES[name].label, shown, source: fact.source, at: fact.at };
}

/**
 * Puts facts into a template's {variables}: times as 11月8日 10:48 in China's time zone, money in yuan, durations in
 * words. Either everything was filled and every fact used is named with its source and age, or the missing variables
 * are listed and there is no text.
 */
export function fillTemplate(template: string, facts: ReplyFacts): FilledTemplate {
  const used = new Map<string, FactUse>();
  const missing: string[] = [];
  const body = template.replace(VARIABLE, (_, name: string) => {
    const use = isFactName(name) ? factUse(name, facts) : null;
    if (use === null) missing.push(name);
    else used.set(name, use);
    return use?.shown ?? '';
  });
  return missing.length > 0
    ? { ok: false, missing: [...new Set(missing)] }
    : { ok: true, body, used: [...used.values()] };
}

/** True when a body still contains a place to fill in: {…}, ｛…｝, 【…】 or one of these left open. */
export const hasUnfilled = (body: string): boolean =>
  /[{｛][^{}｛｝]*[}｝]|[{｛]\s*\w|【[^【】]*】|【[^【】]*$/u.test(body);
