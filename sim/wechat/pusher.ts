import { createHash, randomBytes } from 'node:crypto';
import { SECOND_MS } from '@/domain/clocks/instant';
import { exactJson } from '../platform/exact-json';
import { seal, sign } from '../wecom/crypto';
import type { WechatApp } from './api';

/** What the platform tells of an order. */
export interface ShopNotice {
  readonly event: string;
  readonly orderId: string;
  /** Seconds. */
  readonly at: number;
}

/** How a shop has chosen to be told. */
export interface PushForm {
  readonly isXml: boolean;
  readonly isSealed: boolean;
}

const ANSWER_LIMIT_MS = 5 * SECOND_MS;
const TRIES = 4;
const OWNER = 'gh_0123456789ab';

const xmlOf = (fields: Readonly<Record<string, string>>): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</xml>`;

/** The words of an event before they are sealed: the same event has the same. */
export function plainOf({ event, orderId, at }: ShopNotice, isXml: boolean): string {
  const inside = event.startsWith('channels_ec_aftersale') ? 'finder_shop_aftersale_status_update' : 'order_info';
  const cdata = (text: string) => `<![CDATA[${text}]]>`;
  return isXml
    ? xmlOf({
        ...{ ToUserName: cdata(OWNER), FromUserName: cdata('oABCD'), CreateTime: String(at), MsgType: cdata('event') },
        ...{ Event: cdata(event), [inside]: `<order_id>${orderId}</order_id>` },
      })
    : exactJson({
        ...{ ToUserName: OWNER, FromUserName: 'oABCD', CreateTime: at, MsgType: 'event', Event: event },
        [inside]: { order_id: BigInt(orderId) },
      });
}

/** The signature in the query of every call: the sorted token, time and nonce. */
export const signOpen = (token: string, timestamp: string, nonce: string): string =>
  createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');

/** A push as the platform makes it: where to, and what. */
export function pushOf(notice: ShopNotice, form: PushForm, app: WechatApp, url: string, now: number) {
  const timestamp = String(Math.floor(now / SECOND_MS));
  const nonce = String(randomBytes(4).readUInt32BE());
  const target = new URL(url);
  target.searchParams.set('signature', signOpen(app.token, timestamp, nonce));
  target.searchParams.set('timestamp', timestamp);
  target.searchParams.set('nonce', nonce);
  const plain = plainOf(notice, form.isXml);
  if (!form.isSealed) return { url: target, body: plain };
  const sealed = seal({ token: app.token, aesKey: app.encodingAesKey, receiveId: app.appId }, plain);
  target.searchParams.set('encrypt_type', 'aes');
  target.searchParams.set('msg_signature', sign(app.token, timestamp, nonce, sealed));
  const body = form.isXml
    ? `<xml><ToUserName><![CDATA[${OWNER}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`
    : JSON.stringify({ ToUserName: OWNER, Encrypt: sealed });
  return { url: target, body };
}

/** Posts pushes to the product, and comes again where they are not answered with `success`. */
export function createPusher(app: WechatApp, url: () => string, now: () => number) {
  const counts = { taken: 0, failed: 0 };
  let isClosed = false;

  async function post(notice: ShopNotice, form: PushForm): Promise<boolean> {
    const { url: target, body } = pushOf(notice, form, app, url(), now());
    const headers = { 'content-type': form.isXml ? 'text/xml' : 'application/json' };
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(target, { method: 'POST', body, headers, redirect: 'error', signal });
    const text = await response.text();
    return response.status === 200 && (text === 'success' || text === '');
  }
  return {
    /** Sends one notice; resolves to whether the product took it. */
    async deliver(notice: ShopNotice, form: PushForm): Promise<boolean> {
      for (let attempt = 0; attempt < TRIES && !isClosed; attempt += 1)
        if (await post(notice, form).catch(() => false)) {
          counts.taken += 1;
          return true;
        }
      counts.failed += 1;
      return false;
    },
    /** What the platform does when the address is saved; resolves to whether the product answered rightly. */
    async checkAddress(): Promise<boolean> {
      const timestamp = String(Math.floor(now() / SECOND_MS));
      const [nonce, echo] = ['88412', String(randomBytes(6).readUIntBE(0, 6))];
      const target = new URL(url());
      const query = { signature: signOpen(app.token, timestamp, nonce), timestamp, nonce, echostr: echo };
      for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
      const response = await fetch(target, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
      return response.status === 200 && (await response.text()) === echo;
    },
    counts: () => ({ ...counts }),
    close: () => {
      isClosed = true;
    },
  };
}
