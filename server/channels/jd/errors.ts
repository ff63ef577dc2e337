import { CallFailure, type CallProblem } from '../call-failure';

/** What the platform's own errors mean. Source: 平台错误码, jos.jd.com; codes that are not here concern the one call. */
const BY_CODE: Readonly<Record<string, CallProblem>> = {
  '9': 'unavailable',
  '10': 'unavailable',
  '11': 'not-connected',
  '12': 'not-connected',
  '13': 'not-connected',
  '18': 'token',
  '19': 'token',
  '20': 'not-connected',
  '21': 'not-connected',
  '24': 'not-connected',
  '25': 'not-connected',
  '28': 'not-connected',
  '29': 'not-connected',
  '30': 'not-connected',
  '31': 'not-connected',
  '42': 'rate-limited',
  '43': 'unavailable',
  '44': 'unavailable',
  '45': 'unavailable',
  '50': 'unavailable',
  '60': 'unavailable',
  '61': 'unavailable',
  '65': 'unavailable',
  '66': 'unavailable',
  '67': 'unavailable',
};
/** What the words say where the code is none of these; the first that fits counts. */
const BY_WORDS: readonly (readonly [RegExp, CallProblem])[] = [
  [/限流|超过.{0,6}(?:次数|频率|限制)|频繁|call[ -]?limit|too many/i, 'rate-limited'],
  [/token.{0,12}(?:过期|不存在|失效|invalid|expired)|invalid token/i, 'token'],
  [/签名|signature|app_?key|无权限|未授权|permission/i, 'not-connected'],
  [/系统异常|服务不可用|超时|稍后|timeout|unavailable/i, 'unavailable'],
];
const KNOWN_CODE = /^[\w.:-]{1,40}$/;

/** What a refusal of the platform means for whoever asked. Its words may name people, and are read only. */
export function failureOf(method: string, code: string, words: string): CallFailure {
  const problem = BY_CODE[code] ?? BY_WORDS.find(([form]) => form.test(words))?.[1] ?? 'refused';
  return new CallFailure(problem, { code: 'call-refused', call: method, answer: KNOWN_CODE.test(code) ? code : '?' });
}
