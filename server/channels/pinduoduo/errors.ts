import { CallFailure, type CallProblem } from '../call-failure';

/** Source: the list of error codes of open.pinduoduo.com; what is not in it concerns the one request. */
const BY_CODE: Readonly<Record<number, CallProblem>> = {
  10001: 'not-connected',
  10016: 'not-connected',
  10018: 'not-connected',
  10019: 'token',
  10035: 'token',
  20004: 'not-connected',
  20005: 'not-connected',
  20031: 'not-connected',
  20032: 'token',
  20034: 'not-connected',
  20035: 'not-connected',
  30000: 'not-connected',
  30001: 'not-connected',
  50000: 'unavailable',
  52001: 'unavailable',
  52002: 'unavailable',
  52101: 'rate-limited',
  52102: 'unavailable',
  52103: 'unavailable',
  70031: 'rate-limited',
  70032: 'rate-limited',
  70033: 'rate-limited',
  70034: 'unavailable',
};
const KNOWN_WORD = /^[\w.:\- ]{1,60}$/;
/** Where the code is new, the words tell a limit from a refusal. */
const LIMITED = /限流|频繁|频次|too frequent|rate.?limit/iu;

/** What a refusal of the platform means for whoever asked. */
export function failureOf(type: string, code: number, subCode: string, words: string): CallFailure {
  const problem = BY_CODE[code] ?? (LIMITED.test(words) ? 'rate-limited' : 'refused');
  const nearer = KNOWN_WORD.test(subCode) && subCode !== String(code) ? ` ${subCode}` : '';
  return new CallFailure(problem, { code: 'call-refused', call: type, answer: `${code}${nearer}` });
}
