import { SECOND_MS } from '@/domain/clocks/instant';
import { type Answer, ok, refused } from './answer';

/** Seven days, and a refresh token once. */
const ACCESS_SECONDS = 7 * 24 * 3_600;

/** The tokens that the platform hands out for one shop. A refresh ends the tokens before it. */
export function tokenDesk(shopId: string, now: () => number) {
  let serial = 0;
  let access = { token: '', until: 0 };
  let refresh = '';
  function issue(): Answer {
    serial += 1;
    access = { token: `access-${serial}`, until: now() + ACCESS_SECONDS * SECOND_MS };
    refresh = `refresh-${serial}`;
    return ok({
      access_token: access.token,
      refresh_token: refresh,
      expires_in: ACCESS_SECONDS,
      scope: 'SCOPE',
      shop_id: shopId,
      shop_name: '观潮旗舰店',
    });
  }
  return {
    create(params: Readonly<Record<string, unknown>>): Answer {
      if (params.grant_type !== 'authorization_self')
        return refused(50_001, 'dop.token-generate-failed:grant-type-invalid');
      return params.shop_id === shopId ? issue() : refused(50_001, 'dop.token-generate-failed:no-authorization');
    },
    refresh(params: Readonly<Record<string, unknown>>): Answer {
      const isKnown = refresh !== '' && params.refresh_token === refresh;
      return isKnown ? issue() : refused(50_001, 'dop.token-generate-failed:token-invalid');
    },
    /** Null when the access token of a call is good. */
    refusal(token: string | null): Answer | null {
      if (!token) return refused(40_001, 'isv.access-token-missing');
      if (token !== access.token) return refused(40_003, 'isv.access-token-no-existed');
      return now() < access.until ? null : refused(40_003, 'isv.access-token-expired');
    },
    /** Ends the access token, as its time does. */
    expire(): void {
      access = { ...access, until: 0 };
    },
    timesIssued: () => serial,
  };
}
