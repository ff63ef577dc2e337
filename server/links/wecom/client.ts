import { z } from 'zod';
import { type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { JsonHttp } from '../outbound';
import { ERRCODE, WecomError } from './errors';
import { type SyncPage, syncPage } from './messages';

export interface WecomAccess {
  /** https://qyapi.weixin.qq.com, or the address an administrator set for this account. */
  readonly apiBase: string;
  readonly corpId: string;
  readonly corpSecret: string;
}

/** Who serves a session: 0 nobody yet, 1 us through the API, 2 the waiting pool, 3 an employee in WeCom, 4 it ended. */
export type ServiceState = 0 | 1 | 2 | 3 | 4;

export interface KfAccount {
  readonly openKfId: string;
  readonly name: string;
}

export interface WecomClient {
  /** One page of what happened since the cursor ('' for the last three days). */
  syncMessages(ask: { openKfId: string; cursor: string; syncToken: string | null; limit: number }): Promise<SyncPage>;
  /** Sends a text. `msgId` is ours, unique within the account: WeCom refuses to take the same id twice. */
  sendText(text: { openKfId: string; externalUserId: string; msgId: string; content: string }): Promise<void>;
  serviceState(who: { openKfId: string; externalUserId: string }): Promise<ServiceState>;
  /** Takes the session over for the API (state 1). */
  takeSession(who: { openKfId: string; externalUserId: string }): Promise<void>;
  /** The customer-service accounts that the secret's app may manage. */
  listKfAccounts(): Promise<readonly KfAccount[]>;
}

const answer = z.object({ errcode: z.number().int().default(0), errmsg: z.string().default('') });
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const stateAnswer = z.object({
  service_state: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
});

const kfAccount = z.object({ open_kfid: z.string().min(1).max(64), name: z.string().default('') });
const accountsAnswer = z.object({ account_list: z.array(kfAccount).default([]) });
const ACCOUNTS_PAGE = 100;
const ACCOUNTS_MAX = 5_000;

const RENEW_BEFORE_MS = 5 * MINUTE_MS;
const TOKEN_REFUSALS: ReadonlySet<number> = new Set([ERRCODE.tokenInvalid, ERRCODE.tokenExpired]);

/** Addresses under the configured base, with their query. */
function addressOf(access: WecomAccess, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(`${access.apiBase.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/**
 * The access token of one account: asked for once however many calls wait for it, kept until shortly before its end.
 * `renew(refused)` replaces the token only while it is still the one that was refused.
 */
function tokenCache(access: WecomAccess, http: JsonHttp, clock: () => Instant) {
  let known: { readonly token: string; readonly until: Instant } | null = null;
  let asking: Promise<string> | null = null;
  const ask = async (): Promise<string> => {
    const query = { corpid: access.corpId, corpsecret: access.corpSecret };
    const raw = await http({ url: addressOf(access, '/cgi-bin/gettoken', query) });
    const { errcode, errmsg } = answer.parse(raw);
    if (errcode !== 0) throw new WecomError('gettoken', errcode, errmsg);
    const { access_token: token, expires_in: seconds } = tokenAnswer.parse(raw);
    known = { token, until: clock() + Math.max(0, seconds * SECOND_MS - RENEW_BEFORE_MS) };
    return token;
  };
  return {
    async get(): Promise<string> {
      if (known !== null && clock() < known.until) return known.token;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    refuse(token: string): void {
      if (known?.token === token) known = null;
    },
  };
}

/**
 * A client of the 微信客服 API for one account. Throws WecomError for an errcode and OutboundFailure when WeCom could
 * not be reached; an expired access token is renewed once within a call. Source: developer.work.weixin.qq.com 94670 ff.
 */
export function wecomClient(access: WecomAccess, http: JsonHttp, clock: () => Instant): WecomClient {
  const tokens = tokenCache(access, http, clock);

  async function call(name: string, body: Readonly<Record<string, unknown>>, isRetried = false): Promise<unknown> {
    const token = await tokens.get();
    const raw = await http({ url: addressOf(access, `/cgi-bin/${name}`, { access_token: token }), body });
    const { errcode, errmsg } = answer.parse(raw);
    if (errcode === 0) return raw;
    if (!TOKEN_REFUSALS.has(errcode)) throw new WecomError(name, errcode, errmsg);
    tokens.refuse(token);
    if (isRetried) throw new WecomError(name, errcode, errmsg);
    return call(name, body, true);
  }

  return {
    async syncMessages({ openKfId, cursor, syncToken, limit }) {
      const ask = { cursor, limit, voice_format: 0, open_kfid: openKfId };
      return syncPage.parse(await call('kf/sync_msg', syncToken === null ? ask : { ...ask, token: syncToken }));
    },
    async sendText({ openKfId, externalUserId, msgId, content }) {
      const text = { content };
      await call('kf/send_msg', { touser: externalUserId, open_kfid: openKfId, msgid: msgId, msgtype: 'text', text });
    },
    async serviceState({ openKfId, externalUserId }) {
      const raw = await call('kf/service_state/get', { open_kfid: openKfId, external_userid: externalUserId });
      return stateAnswer.parse(raw).service_state;
    },
    async takeSession({ openKfId, externalUserId }) {
      await call('kf/service_state/trans', { open_kfid: openKfId, external_userid: externalUserId, service_state: 1 });
    },
    async listKfAccounts() {
      const found: KfAccount[] = [];
      for (let offset = 0; offset < ACCOUNTS_MAX; offset += ACCOUNTS_PAGE) {
        const page = accountsAnswer.parse(await call('kf/account/list', { offset, limit: ACCOUNTS_PAGE }));
        found.push(...page.account_list.map(({ open_kfid: openKfId, name }) => ({ openKfId, name })));
        if (page.account_list.length < ACCOUNTS_PAGE) break;
      }
      return found;
    },
  };
}
