import { SECOND_MS } from '@/domain/clocks/instant';
import { type Answer, type Refusal, refused } from './answer';

const LIFE_SECONDS = 30 * 24 * 3_600;

/** The sessions that a seller's consent gave the app. The first is handed out by the page of consent; a refresh ends it. */
export function sessionDesk(sellerId: string, now: () => number) {
  let serial = 1;
  let until = now() + LIFE_SECONDS * SECOND_MS;
  let mayRenew = true;
  const session = () => `session-${serial}`;
  const refreshToken = () => `refresh-${serial}`;
  return {
    session,
    refreshToken,
    refresh(params: ReadonlyMap<string, string>): Answer {
      if (!mayRenew || params.get('refresh_token') !== refreshToken())
        return refused(15, 'Remote service error', 'isv.refresh-token-invalid', '无效的 refresh token');
      serial += 1;
      until = now() + LIFE_SECONDS * SECOND_MS;
      const token = {
        access_token: session(),
        refresh_token: refreshToken(),
        expires_in: LIFE_SECONDS,
        re_expires_in: LIFE_SECONDS,
        token_type: 'Bearer',
        taobao_user_id: sellerId,
        taobao_user_nick: '潮汐生活',
      };
      return { token_result: JSON.stringify(token) };
    },
    /** Null when the session of a call is good. */
    refusal(given: string | undefined): Refusal | null {
      if (!given) return refused(26, 'Missing session');
      if (given !== session() || now() >= until)
        return refused(27, 'Invalid session', 'invalid-sessionkey', 'SessionKey非法');
      return null;
    },
    /** Ends the session, as its time does. */
    expire(): void {
      until = 0;
    },
    /** As for apps of a merchant's own, which get no new session without a new consent. */
    forbidRenewal(): void {
      mayRenew = false;
    },
    timesRenewed: () => serial - 1,
  };
}
