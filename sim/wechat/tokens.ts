import { SECOND_MS } from '@/domain/clocks/instant';
import { type Answer, refused } from './answer';

const ACCESS_SECONDS = 7_200;
/** So long before its end the platform makes another by itself. */
const EARLY_SECONDS = 300;

/** The app's access token: the same for everybody who asks, until it is nearly over or somebody forces another. */
export function tokenDesk(app: { readonly appId: string; readonly appSecret: string }, now: () => number) {
  let serial = 0;
  let access = { token: '', until: 0, isRefused: false };
  const secondsLeft = () => Math.floor((access.until - now()) / SECOND_MS);
  return {
    stable(params: Readonly<Record<string, unknown>>): Answer {
      if (params.grant_type !== 'client_credential') return refused(40_002, 'invalid grant_type');
      if (params.appid !== app.appId) return refused(40_013, 'invalid appid');
      if (params.secret !== app.appSecret) return refused(40_125, 'invalid appsecret');
      if (params.force_refresh === true || secondsLeft() < EARLY_SECONDS) {
        serial += 1;
        access = { token: `wx-access-${serial}`, until: now() + ACCESS_SECONDS * SECOND_MS, isRefused: false };
      }
      return { access_token: access.token, expires_in: secondsLeft() };
    },
    /** Null when the access token of a call is good. */
    refusal(token: string | null): Answer | null {
      if (!token) return refused(41_001, 'access_token missing');
      if (token !== access.token || access.isRefused)
        return refused(40_001, 'invalid credential, access_token is invalid');
      return now() < access.until ? null : refused(42_001, 'access_token expired');
    },
    /** The platform forgets the token, as it does when somebody else forces another. */
    expire(): void {
      access = { ...access, isRefused: true };
    },
    timesIssued: () => serial,
  };
}
