import { SECOND_MS } from '@/domain/clocks/instant';
import { type Answer, refused } from './answer';

const ACCESS_SECONDS = 24 * 3_600;

/** The tokens that the platform hands out for one shop, first for a code that is good once. */
export function tokenDesk(mallId: string, code: string, now: () => number) {
  let serial = 0;
  let isCodeUsed = false;
  let access = { token: '', until: 0 };
  let refresh = '';
  const issue = (name: string): Answer => {
    serial += 1;
    access = { token: `pdd-access-${serial}`, until: now() + ACCESS_SECONDS * SECOND_MS };
    refresh = `pdd-refresh-${serial}`;
    const tokens = { access_token: access.token, refresh_token: refresh, expires_in: ACCESS_SECONDS };
    return { [name]: { ...tokens, owner_id: mallId, owner_name: '观潮旗舰店', scope: ['pdd.order.information.get'] } };
  };
  return {
    create(params: URLSearchParams): Answer {
      if (isCodeUsed || params.get('code') !== code) return refused(10_000, 'code不存在或已过期');
      isCodeUsed = true;
      return issue('pop_auth_token_create_response');
    },
    refresh(params: URLSearchParams): Answer {
      const isKnown = refresh !== '' && params.get('refresh_token') === refresh;
      return isKnown ? issue('pop_auth_token_refresh_response') : refused(10_000, 'refresh_token不存在或已过期');
    },
    /** Null when the access token of a call is good. */
    refusal(token: string | null): Answer | null {
      if (token !== access.token || access.token === '') return refused(20_032, 'access_token或client_id错误');
      return now() < access.until ? null : refused(10_019, 'access_token已过期');
    },
    /** Ends the access token, as its time does. */
    expire(): void {
      access = { ...access, until: 0 };
    },
    timesIssued: () => serial,
  };
}
