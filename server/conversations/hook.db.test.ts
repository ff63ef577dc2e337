import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { seal, sign } from '@/sim/wecom/crypto';
import { WECOM_APP, wecomDesk } from '../testing/wecom-desk';

const openKfId = 'wkHook';
const sealing = { token: WECOM_APP.token, aesKey: WECOM_APP.aesKey, receiveId: WECOM_APP.corpId };
let db: TestDatabase;
let address: string;

beforeAll(async () => {
  db = await testDatabase();
  const desk = await wecomDesk(db, openKfId);
  address = desk.hookUrl(await desk.connect('http://127.0.0.1:9'));
  await db.query("update wecom_kf_accounts set sync_due_at = now() + interval '1 hour'");
});

function notice({ account = openKfId, at = Date.now(), break: broken = false } = {}) {
  const event =
    `<xml><ToUserName><![CDATA[${WECOM_APP.corpId}]]></ToUserName><Event><![CDATA[kf_msg_or_event]]></Event>` +
    `<Token><![CDATA[ENC1]]></Token><OpenKfId><![CDATA[${account}]]></OpenKfId></xml>`;
  const sealed = seal(sealing, event);
  const timestamp = String(Math.floor(at / 1000));
  const signature = sign(sealing.token, timestamp, '7', sealed);
  const url = new URL(address);
  url.searchParams.set('msg_signature', broken ? `x${signature.slice(1)}` : signature);
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', '7');
  return { url, body: `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>` };
}
const post = async ({ url, body }: { url: URL; body: string }) => {
  const answer = await fetch(url, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
};
const account = async (id = openKfId) => {
  const [row] = await db.query<{ sync_token: string | null; is_due: boolean }>(
    'select sync_token, sync_due_at <= now() as is_due from wecom_kf_accounts where open_kfid = $1',
    [id],
  );
  return row;
};

describe('a WeCom notice over HTTP', () => {
  it('that is not genuine is answered 401 and changes nothing', async () => {
    expect((await post(notice({ break: true }))).status).toBe(401);
    expect((await post(notice({ at: Date.now() - 600_000 }))).status).toBe(401);
    expect((await post({ ...notice(), body: 'garbage' })).status).toBe(401);
    expect(await account()).toEqual({ sync_token: null, is_due: false });
  });
  it('is answered with an empty 200 once it is stored that the account is due', async () => {
    expect(await post(notice())).toEqual({ status: 200, text: '' });
    expect(await account()).toEqual({ sync_token: 'ENC1', is_due: true });
  });
  it('of a customer-service account that was not known registers it', async () => {
    expect((await post(notice({ account: 'wkNew' }))).status).toBe(200);
    expect(await account('wkNew')).toEqual({ sync_token: 'ENC1', is_due: true });
  });
  it('fifty times in parallel is answered fifty times', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(notice())));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
  it('with a body above 64 kB is answered 413', async () => {
    const { url } = notice();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(url, { method: 'POST', headers: { 'content-length': 10_000_000 } }, (answer) => {
        resolve(answer.statusCode);
        outgoing.destroy();
      });
      outgoing.on('error', reject);
      outgoing.flushHeaders();
    });
    expect(status).toBe(413);
  });
});
