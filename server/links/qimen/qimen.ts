import { createHash } from 'node:crypto';
import { SECOND_MS } from '@/domain/clocks/instant';
import { parseTime } from '@/domain/order/clean/time';
import { Unreadable } from '../../channels/channel';
import type { Link, LinkAnswer, LinkCall, LinkValues } from '../link';
import { elementAt, readXml, textAt, writeXml } from '../xml';
import { readReport } from './reports';
import { isQimenSigned } from './sign';

const TOLERANCE_MS = 300 * SECOND_MS;
const METHOD = /^[\w.]{1,64}$/;
const word = /^[\x21-\x7e]{1,64}$/;
const words = /^[^\p{Cc}]{1,100}$/u;

const answer = (status: number, flag: 'success' | 'failure', code: string, message: string): LinkAnswer => ({
  status,
  type: 'text/xml; charset=utf-8',
  text: writeXml('response', { flag, code, message }).toString(),
});

/** The warehouse's own id of the message, where it gives one; else the body is its own id. */
function keyOf(method: string, raw: Buffer): string {
  const hash = createHash('sha256').update(method).update(raw).digest('hex');
  try {
    const request = elementAt(readXml(raw), 'request');
    const code = textAt(request, 'outBizCode') || textAt(request, 'deliveryOrder', 'outBizCode');
    return code === '' ? hash : `${method}/${code}`.slice(0, 200);
  } catch (error) {
    // What cannot be read is stored all the same, and set aside with the reason when its turn comes.
    if (error instanceof Unreadable) return hash;
    throw error;
  }
}

const methodOf = (query: URLSearchParams): string => (query.get('method') ?? '').replace(/^taobao\.qimen\./, '');

function verify({ raw, query }: LinkCall, values: LinkValues, now: number): ReturnType<Link['verify']> {
  const { appSecret = '', secondAppSecret = '' } = values;
  const isSigned =
    isQimenSigned(appSecret, query, raw) || (secondAppSecret !== '' && isQimenSigned(secondAppSecret, query, raw));
  if (!isSigned) return { ok: false, refusal: 'signature' };
  if (query.get('app_key') !== values.appKey) return { ok: false, refusal: 'other-app' };
  const at = parseTime(query.get('timestamp') ?? '', now);
  if (!at.isRead || Math.abs(at.at - now) > TOLERANCE_MS) return { ok: false, refusal: 'stale' };
  const method = methodOf(query);
  if (!METHOD.test(method)) return { ok: false, refusal: 'form' };
  return { ok: true, key: keyOf(method, raw), topic: method, body: raw };
}

/** What the warehouse still signs with, or will: we sign with the first. */
const SECOND_SECRET = {
  ...{ isSecret: true, isRequired: false, initial: '', isSecond: true },
  pattern: /^[\x21-\x7e]{6,200}$/,
} as const;

/** A warehouse that speaks Qimen (奇门): orders go out, progress, shortages and stock come in. */
export const QIMEN: Link = {
  kind: 'qimen',
  fields: [
    {
      ...{ name: 'url', isSecret: false, isRequired: true, isAddress: true, pattern: /^https?:\/\/[^\s]{4,190}$/ },
      initial: 'https://qimen.api.taobao.com/router/qimen/service',
    },
    { name: 'appKey', isSecret: false, isRequired: true, initial: '', pattern: word },
    { name: 'appSecret', isSecret: true, isRequired: true, initial: '', pattern: /^[\x21-\x7e]{6,200}$/ },
    { ...SECOND_SECRET, name: 'secondAppSecret' },
    { name: 'customerId', isSecret: false, isRequired: true, initial: '', pattern: word },
    { name: 'warehouseCode', isSecret: false, isRequired: true, initial: 'OTHER', pattern: word },
    { name: 'ownerCode', isSecret: false, isRequired: true, initial: '', pattern: word },
    { name: 'orderType', isSecret: false, isRequired: true, initial: 'JYCK', pattern: /^[A-Z0-9]{2,20}$/ },
    { name: 'logisticsCode', isSecret: false, isRequired: true, initial: 'OTHER', pattern: /^[A-Z0-9_-]{2,30}$/ },
    {
      name: 'acceptMinutes',
      isSecret: false,
      isRequired: true,
      initial: '10',
      pattern: /^([1-9]|[1-9]\d{1,2}|1[0-3]\d\d|14[0-3]\d|1440)$/,
    },
    { name: 'senderName', isSecret: false, isRequired: true, initial: '', pattern: words },
    { name: 'senderPhone', isSecret: false, isRequired: true, initial: '', pattern: /^[+\d-]{5,20}$/ },
    { name: 'senderProvince', isSecret: false, isRequired: true, initial: '', pattern: words },
    { name: 'senderCity', isSecret: false, isRequired: true, initial: '', pattern: words },
    { name: 'senderDistrict', isSecret: false, isRequired: false, initial: '', pattern: words },
    { name: 'senderAddress', isSecret: false, isRequired: true, initial: '', pattern: words },
  ],
  problemIn: () => null,
  verify,
  taken: answer(200, 'success', '0', 'ok'),
  refused: (refusal) => answer(401, 'failure', 'sign-check-failure', `Illegal request: ${refusal}`),
  busy: answer(503, 'failure', 'system-busy', 'try again'),
  factsOf: ({ topic, body, receivedAt }) => readReport(topic, body, receivedAt),
};
