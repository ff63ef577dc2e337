import { CallFailure, type CallProblem } from '../call-failure';

/** Answers that went well. The older form counts from 0 (err_no). */
export const OK_CODE = 10_000;

/** Source: 平台基础错误码汇总, op.jinritemai.com/docs/guide-docs/212/1427. */
const BY_CODE: Readonly<Record<number, CallProblem>> = {
  20000: 'unavailable',
  20001: 'unavailable',
  30001: 'not-connected',
  30002: 'not-connected',
  60000: 'rate-limited',
  70000: 'not-connected',
  80000: 'not-connected',
  90000: 'unavailable',
};
/** What the sub code says is nearer than what the code says; the first that fits counts. */
const BY_SUB_CODE: readonly (readonly [RegExp, CallProblem])[] = [
  [/^isv\.access-token-(?:expired|no-existed|invalid|missing)$/, 'token'],
  [/^dop\.token-generate-failed/, 'token'],
  [
    /^(?:isv\.app-id-|isv\.signature-|isv\.timestamp-|isv\.app-permissions|isv\.authorization-type|dop\.authorization-|dop\.app-)/,
    'not-connected',
  ],
  [/(?:rate|call|flow)[-_.]?limit|limited/, 'rate-limited'],
  [/^(?:isp|dop)\.(?:service-error|unknown-error|service-timeout)/, 'unavailable'],
];
const KNOWN_WORD = /^[\w.:\- ]{1,80}$/;

/** What a refusal of the platform means for whoever asked. */
export function failureOf(method: string, code: number, subCode: string): CallFailure {
  const bySub = BY_SUB_CODE.find(([form]) => form.test(subCode))?.[1];
  const word = KNOWN_WORD.test(subCode) ? ` ${subCode}` : '';
  return new CallFailure(bySub ?? BY_CODE[code] ?? 'refused', {
    code: 'call-refused',
    call: method,
    answer: `${code}${word}`,
  });
}
