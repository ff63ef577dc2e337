import { DAY_MS, SECOND_MS } from '@/domain/clocks/instant';
import { type Answer, refused } from './answer';

const LIFE_SECONDS = 365 * 24 * 3_600;

export interface JdApp {
  readonly appKey: string;
  readonly appSecret: string;
  /** Calls a second before it answers that there are too many. */
  readonly callsPerSecond: number;
}

/** The tokens that a seller's consent gave the app: renewed in the last day of their life, and never after it. */
export function tokenDesk(app: JdApp, now: () => number) {
  let serial = 1;
  let until = now() + LIFE_SECONDS * SECOND_MS;
  let isRevoked = false;
  const accessToken = () => `jd-access-${serial}`;
  const refreshToken = () => `jd-refresh-${serial}`;
  return {
    accessToken,
    refreshToken,
    /** GET /oauth2/refresh_token */
    refresh(query: URLSearchParams): Answer {
      const isOwn = query.get('app_key') === app.appKey && query.get('app_secret') === app.appSecret;
      if (!isOwn) return { code: 403, msg: 'app_key或app_secret错误' };
      if (query.get('refresh_token') !== refreshToken() || now() >= until || isRevoked)
        return { code: 19, msg: 'refresh_token已过期或者不存在，请重新授权' };
      if (until - now() > DAY_MS) return { code: 402, msg: '未到刷新时间，请在到期前24小时内刷新' };
      serial += 1;
      until = now() + LIFE_SECONDS * SECOND_MS;
      return {
        access_token: accessToken(),
        refresh_token: refreshToken(),
        expires_in: LIFE_SECONDS,
        open_id: 'oJDseller',
        scope: 'snsapi_base',
        token_type: 'bearer',
        time: now(),
      };
    },
    /** Null when the token of a call is good. */
    refusal(given: string | undefined): Answer | null {
      if (given === accessToken() && now() < until && !isRevoked) return null;
      return refused('19', 'token已过期或者不存在，请重新授权', 'Invalid token');
    },
    /** From now on the token has this long to live. */
    endsIn(ms: number): void {
      until = now() + ms;
    },
    revoke(): void {
      isRevoked = true;
    },
    timesRenewed: () => serial - 1,
  };
}
