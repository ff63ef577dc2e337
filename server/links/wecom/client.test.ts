import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWecomStandIn, type WecomStandIn } from '@/sim/wecom/stand-in';
import { outboundJson } from '../outbound';
import { type WecomClient, wecomClient } from './client';
import { WecomError } from './errors';

const app = { corpId: 'ww1', secret: 'kf secret', token: 'T', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const openKfId = 'wk1';
const who = { openKfId, externalUserId: 'wm1' };
let wecom: WecomStandIn;

beforeAll(async () => {
  wecom = await startWecomStandIn({ ...app, port: 0, openKfId, callbackUrl: 'http://127.0.0.1:9/none' });
  wecom.postCallbacks(0);
  afterAll(() => wecom.close());
});
const http = outboundJson({ timeoutMs: 2_000, maxBytes: 1024 * 1024 });
const client = (secret = app.secret): WecomClient =>
  wecomClient({ apiBase: `${wecom.url}/`, corpId: app.corpId, corpSecret: secret }, http, Date.now);
const errorOf = async (work: Promise<unknown>): Promise<WecomError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof WecomError) return error;
    throw error;
  }
  throw new Error('was accepted');
};
const pullAll = (from: WecomClient) => from.syncMessages({ openKfId, cursor: '', syncToken: null, limit: 1000 });

describe('the WeCom client', () => {
  it('asks for one access token however many calls wait for it', async () => {
    const before = wecom.tokenRequests();
    const one = client();
    await Promise.all(Array.from({ length: 10 }, () => pullAll(one)));
    await pullAll(one);
    expect(wecom.tokenRequests() - before).toBe(1);
  });
  it('renews an access token that WeCom no longer takes, once, also for calls in parallel', async () => {
    const one = client();
    await pullAll(one);
    const before = wecom.tokenRequests();
    wecom.expireAccessTokens();
    await Promise.all([pullAll(one), pullAll(one), pullAll(one)]);
    expect(wecom.tokenRequests() - before).toBe(1);
  });
  it('gives up on a token refused a second time, and says that it may work later', async () => {
    const one = client();
    const refusing = wecomClient(
      { apiBase: wecom.url, corpId: app.corpId, corpSecret: app.secret },
      (call) => (call.url.pathname === '/cgi-bin/gettoken' ? http(call) : Promise.resolve({ errcode: 42001 })),
      Date.now,
    );
    await pullAll(one);
    expect(await errorOf(pullAll(refusing))).toMatchObject({ errcode: 42001, isRetryable: true });
  });
  it('tells a wrong secret as a refusal that no repetition mends, without repeating the secret', async () => {
    const error = await errorOf(pullAll(client('wrong secret')));
    expect(error).toMatchObject({ call: 'gettoken', errcode: 40001, isRetryable: false });
    expect(error.message).not.toContain('wrong secret');
  });
  it('pages through what happened and reads the documented samples', async () => {
    await wecom.customerEnters({ externalUserId: 'wm1', sceneParam: 'TW1' });
    await wecom.customerSays('wm1', '你好');
    const first = await client().syncMessages({ openKfId, cursor: '', syncToken: null, limit: 1 });
    expect(first).toMatchObject({ hasMore: true, unreadable: 0 });
    expect(first.messages).toMatchObject([{ msgtype: 'event', event: { scene_param: 'TW1' } }]);
    const rest = await client().syncMessages({ openKfId, cursor: first.nextCursor, syncToken: null, limit: 100 });
    expect(rest).toMatchObject({ hasMore: false, messages: [{ text: { content: '你好' }, external_userid: 'wm1' }] });
  });
  it('may send only after it has taken the session over', async () => {
    await wecom.customerSays('wm1', '在吗');
    const one = client();
    const text = { ...who, msgId: 'tw-1', content: '在的' };
    expect(await one.serviceState(who)).toBe(0);
    expect(await errorOf(one.sendText(text))).toMatchObject({ errcode: 95018, isRetryable: false });
    await one.takeSession(who);
    await one.sendText(text);
    expect(wecom.sentMessages()).toMatchObject([{ msgId: 'tw-1', content: '在的' }]);
  });
});

describe('the page of sync_msg', () => {
  it('with an entry that cannot be read keeps the others and counts it', async () => {
    const page = { errcode: 0, next_cursor: 'c', has_more: 0 };
    const list = [
      { msgtype: 'text' },
      { msgid: 'm', send_time: 1, origin: 3, msgtype: 'text', text: { content: 'x' } },
    ];
    const one = wecomClient(
      { apiBase: wecom.url, corpId: app.corpId, corpSecret: app.secret },
      (call) => (call.url.pathname === '/cgi-bin/gettoken' ? http(call) : Promise.resolve({ ...page, msg_list: list })),
      Date.now,
    );
    expect(await pullAll(one)).toMatchObject({ unreadable: 1, messages: [{ msgid: 'm' }] });
  });
});
