import { CallFailure, type CallProblem } from '../call-failure';

/** Source: 错误码, open.taobao.com/docs/doc.htm?articleId=114. */
const BY_CODE: Readonly<Record<number, CallProblem>> = {
  3: 'refused',
  7: 'rate-limited',
  9: 'unavailable',
  10: 'unavailable',
  11: 'not-connected',
  12: 'not-connected',
  13: 'not-connected',
  22: 'not-connected',
  24: 'not-connected',
  25: 'not-connected',
  26: 'token',
  27: 'token',
  28: 'not-connected',
  29: 'not-connected',
  30: 'not-connected',
  31: 'not-connected',
};
/** What the sub code says is nearer than what the code says; the first that fits counts. */
const BY_SUB_CODE: readonly (readonly [RegExp, CallProblem])[] = [
  [/^(?:accesscontrol\.limited|ApiCallLimits)/, 'rate-limited'],
  [/^isp\.system-busy/, 'rate-limited'],
  [/session[-_]?(?:key|expired|not-exist)|expired-session/i, 'token'],
  [/refresh[-_]?token/i, 'not-connected'],
  [/^isv\.(?:appkey-|app-|permission-|invalid-permission|insufficient-isv-permissions)/, 'not-connected'],
  [/^isp\./, 'unavailable'],
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
