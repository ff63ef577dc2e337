import type { SendFailure } from '@/domain/reply/quota';

/** WeCom answers HTTP 200 with an errcode; these are the ones that call for more than "it failed". */
export const ERRCODE = {
  busy: -1,
  secretInvalid: 40001,
  corpInvalid: 40013,
  tokenInvalid: 40014,
  tokenExpired: 42001,
  frequency: 45009,
  apiForbidden: 48002,
  ipNotAllowed: 60020,
  sentTooMany: 95001,
  sentTooLate: 95002,
  syncTokenInvalid: 95007,
  sessionEnded: 95013,
  sessionState: 95018,
} as const;

const RETRYABLE: ReadonlySet<number> = new Set([
  ERRCODE.busy,
  ERRCODE.tokenInvalid,
  ERRCODE.tokenExpired,
  ERRCODE.frequency,
  45033, // too many calls at once
]);

/** An errcode of WeCom. Retryable: the same call may succeed later without anybody changing anything. */
export class WecomError extends Error {
  readonly isRetryable: boolean;
  constructor(
    readonly call: string,
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(`WeCom ${call} answered ${errcode}: ${errmsg}`);
    this.name = 'WecomError';
    this.isRetryable = RETRYABLE.has(errcode);
  }
}

/** What is wrong with an account, for whoever sets it up; 'other' where only the code itself tells. */
export type AccountProblem = 'secret' | 'corp' | 'ip' | 'permission' | 'too-often' | 'busy' | 'other';

const ACCOUNT_PROBLEMS: ReadonlyMap<number, AccountProblem> = new Map([
  [ERRCODE.secretInvalid, 'secret'],
  [40091, 'secret'],
  [ERRCODE.corpInvalid, 'corp'],
  [ERRCODE.ipNotAllowed, 'ip'],
  [ERRCODE.apiForbidden, 'permission'],
  [60011, 'permission'],
  [301002, 'permission'],
  [ERRCODE.frequency, 'too-often'],
  [45033, 'too-often'],
  [ERRCODE.busy, 'busy'],
]);

/** Source: developer.work.weixin.qq.com/document/path/90313 (global error codes). */
export const accountProblemOf = (error: WecomError): AccountProblem => ACCOUNT_PROBLEMS.get(error.errcode) ?? 'other';

/** The address WeCom saw the call come from, where it refused it for that: it has to be entered as a trusted one. */
export const refusedIpOf = (error: WecomError): string | null =>
  /from ip:\s*([0-9a-f.:]+)/i.exec(error.errmsg)?.[1]?.replace(/\.$/, '') ?? null;

/** Why a message was refused for good, as the agent is told it. */
export function sendFailureOf(error: WecomError): SendFailure {
  switch (error.errcode) {
    case ERRCODE.sentTooMany:
      return 'quota-used-up';
    case ERRCODE.sentTooLate:
      return 'window-expired';
    case ERRCODE.sessionEnded:
    case ERRCODE.sessionState:
      return 'session-closed';
    default:
      return 'rejected';
  }
}

/** fail_type of the msg_send_fail event (developer.work.weixin.qq.com/document/path/94670). */
export function sendFailureOfEvent(failType: number): SendFailure {
  switch (failType) {
    case 1:
      return 'account-deleted';
    case 2:
      return 'app-closed';
    case 4:
      return 'window-expired';
    case 5:
      return 'session-closed';
    case 6:
      return 'quota-used-up';
    case 7:
    case 8:
    case 9:
      return 'channel-not-verified';
    case 10:
      return 'refused-by-customer';
    default:
      return 'unknown';
  }
}
