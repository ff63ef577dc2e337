import { CallFailure, type CallProblem } from '../call-failure';

/** Where a span holds more orders than the platform lists. */
export const SPAN_TOO_WIDE = 31_042;

/** Source: 全局返回码 of developers.weixin.qq.com; what is not in it concerns the one request. */
const BY_CODE: Readonly<Record<number, CallProblem>> = {
  [-1]: 'unavailable',
  40001: 'token',
  40013: 'not-connected',
  40014: 'token',
  40125: 'not-connected',
  40164: 'not-connected',
  40243: 'not-connected',
  41001: 'token',
  41002: 'not-connected',
  41004: 'not-connected',
  42001: 'token',
  45009: 'rate-limited',
  45011: 'rate-limited',
  48001: 'not-connected',
  48004: 'not-connected',
  50002: 'not-connected',
  61004: 'not-connected',
};

/** A refusal of the platform by its own code. */
export class WechatRefusal extends CallFailure {
  constructor(
    problem: CallProblem,
    readonly code: number,
    path: string,
  ) {
    super(problem, { code: 'call-refused', call: path, answer: code });
  }
}

/** What a refusal means for whoever asked. Where a token is asked for, another one would help nothing. */
export function failureOf(path: string, code: number): WechatRefusal {
  const problem = BY_CODE[code] ?? 'refused';
  const isForToken = path.endsWith('token');
  return new WechatRefusal(
    isForToken && (problem === 'token' || problem === 'refused') ? 'not-connected' : problem,
    code,
    path,
  );
}
