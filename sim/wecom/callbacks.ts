import { randomBytes } from 'node:crypto';
import { SECOND_MS } from './answer';
import { type Sealing, seal, sign } from './crypto';

/** WeCom waits five seconds for an answer and tries three more times. */
const ANSWER_LIMIT_MS = 5 * SECOND_MS;
const TRIES = 4;

/** Posts signed, encrypted callbacks to the product, as WeCom does. */
export function callbackSender(sealing: Sealing, callbackUrl: () => string, now: () => number) {
  function addressed(sealed: string): URL {
    const timestamp = String(Math.floor(now() / SECOND_MS));
    const nonce = String(randomBytes(4).readUInt32BE());
    const url = new URL(callbackUrl());
    url.searchParams.set('msg_signature', sign(sealing.token, timestamp, nonce, sealed));
    url.searchParams.set('timestamp', timestamp);
    url.searchParams.set('nonce', nonce);
    return url;
  }

  async function post(url: URL, body: string): Promise<number> {
    const options = { method: 'POST', body, headers: { 'content-type': 'text/xml' }, redirect: 'error' } as const;
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    await response.arrayBuffer();
    return response.status;
  }

  return {
    /** Says that messages wait; resolves to whether the product took the notice. */
    async messagesWait(openKfId: string, syncToken: string): Promise<boolean> {
      const createTime = Math.floor(now() / SECOND_MS);
      const event =
        `<xml><ToUserName><![CDATA[${sealing.receiveId}]]></ToUserName><CreateTime>${createTime}</CreateTime>` +
        `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>` +
        `<Token><![CDATA[${syncToken}]]></Token><OpenKfId><![CDATA[${openKfId}]]></OpenKfId></xml>`;
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const sealed = seal(sealing, event);
        const body = `<xml><ToUserName><![CDATA[${sealing.receiveId}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>`;
        const status = await post(addressed(sealed), body).catch(() => 0);
        if (status === 200) return true;
      }
      return false;
    },
    /** What WeCom does when the address is saved; resolves to whether the product proved that it knows the key. */
    async checkAddress(): Promise<boolean> {
      const secret = String(randomBytes(6).readUIntBE(0, 6));
      const sealed = seal(sealing, secret);
      const url = addressed(sealed);
      url.searchParams.set('echostr', sealed);
      const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
      return response.status === 200 && (await response.text()) === secret;
    },
  };
}
