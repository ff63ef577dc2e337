import { randomBytes } from 'node:crypto';
import { type Answer, MINUTE_MS, ok, refused, SECOND_MS } from './answer';

const ACCESS_SECONDS = 7_200;
const SYNC_TOKEN_MS = 10 * MINUTE_MS;
/** sync_msg without a token is "strictly" limited; the number is ours. */
const TOKENLESS_PER_MINUTE = 30;

/** The tokens WeCom hands out: access tokens by gettoken, sync tokens with each callback. */
export function tokenDesk(app: { readonly corpId: string; readonly secret: string }, now: () => number) {
  const access = new Map<string, number>();
  const sync = new Map<string, number>();
  let tokenless: number[] = [];
  let asked = 0;
  return {
    gettoken(query: URLSearchParams): Answer {
      asked += 1;
      if (query.get('corpid') !== app.corpId) return refused(40013, 'invalid corpid');
      if (query.get('corpsecret') !== app.secret) return refused(40001, 'invalid credential');
      const token = randomBytes(24).toString('base64url');
      access.set(token, now() + ACCESS_SECONDS * SECOND_MS);
      return ok({ access_token: token, expires_in: ACCESS_SECONDS });
    },
    /** Null when the access token of a call is good. */
    refusal(query: URLSearchParams): Answer | null {
      const until = access.get(query.get('access_token') ?? '');
      if (until === undefined) return refused(40014, 'invalid access_token');
      return now() < until ? null : refused(42001, 'access_token expired');
    },
    issueSyncToken(): string {
      const token = `ENC${randomBytes(20).toString('base64url')}`;
      sync.set(token, now() + SYNC_TOKEN_MS);
      return token;
    },
    syncRefusal(token: string): Answer | null {
      if (token !== '') return now() < (sync.get(token) ?? 0) ? null : refused(95007, 'invalid msg token');
      tokenless = [...tokenless.filter((at) => at > now() - MINUTE_MS), now()];
      return tokenless.length > TOKENLESS_PER_MINUTE ? refused(45009, 'api freq out of limit') : null;
    },
    /** Ends every access token, as an expiry does. */
    expireAccess(): void {
      for (const token of access.keys()) access.set(token, 0);
    },
    timesAsked: () => asked,
  };
}
