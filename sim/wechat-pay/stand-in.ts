import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
} from 'node:crypto';

/** What WeChat Pay tells of: a payment, or one refund of it. Amounts in fen. */
export interface PaymentNews {
  readonly tradeNo: string;
  readonly amountFen: number;
  readonly atMs: number;
  readonly transactionNo?: string;
  /** Given for a refund. */
  readonly refundNo?: string;
  readonly state?: string;
  /** The same id again is the same notice again. */
  readonly id?: string;
}

/** A notice as it is posted. */
export interface SignedNotice {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** WeChat Pay's notices (API v3), encrypted and signed with keys of its own. */
export interface WechatPayStandIn {
  readonly merchantId: string;
  readonly publicKeyId: string;
  readonly publicKey: string;
  readonly apiV3Key: string;
  sign(news: PaymentNews, nowMs?: number): SignedNotice;
  /** The body of a notice: every try to post it carries the same, under a signature of its own. */
  sealed(news: PaymentNews, nowMs?: number): string;
  /** Posts a notice, so often; returns the last status. */
  post(doorUrl: string, body: string, repeats?: number): Promise<number>;
  notify(doorUrl: string, news: PaymentNews, repeats?: number): Promise<number>;
}

/** What the product's link knows of the merchant, with the private half of the key. */
export interface WechatPayKeys {
  readonly merchantId: string;
  readonly publicKeyId: string;
  /** PEM. */
  readonly privateKey: string;
  readonly apiV3Key: string;
}

const freshKeys = (): WechatPayKeys => ({
  merchantId: '1900000109',
  publicKeyId: 'PUB_KEY_ID_STANDIN',
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
  apiV3Key: randomBytes(16).toString('hex'),
});
const ANSWER_LIMIT_MS = 10_000;

const CHINA_OFFSET_MS = 8 * 3_600_000;
const timeText = (ms: number): string => `${new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;

function resourceOf(news: PaymentNews, merchantId: string): object {
  const transactionNo = news.transactionNo ?? `42000${news.tradeNo}`.slice(0, 32);
  const trade = { mchid: merchantId, out_trade_no: news.tradeNo, transaction_id: transactionNo };
  if (news.refundNo !== undefined)
    return {
      ...trade,
      ...{ refund_id: news.refundNo, out_refund_no: `R${news.refundNo}`, refund_status: news.state ?? 'SUCCESS' },
      ...{ success_time: timeText(news.atMs), amount: { total: news.amountFen, refund: news.amountFen } },
    };
  return {
    ...trade,
    ...{ appid: 'wx0000000000000000', trade_type: 'JSAPI', trade_state: news.state ?? 'SUCCESS' },
    ...{ success_time: timeText(news.atMs), payer: { openid: 'oStandIn' } },
    amount: { total: news.amountFen, payer_total: news.amountFen, currency: 'CNY', payer_currency: 'CNY' },
  };
}

/** A payment service with these keys, or fresh ones. */
export function wechatPayStandIn(keys: WechatPayKeys = freshKeys()): WechatPayStandIn {
  const { merchantId, publicKeyId, apiV3Key } = keys;
  const privateKey = createPrivateKey(keys.privateKey);

  function encrypt(plain: object) {
    const nonce = randomBytes(6).toString('hex');
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce)).setAAD(
      Buffer.from('transaction'),
    );
    const sealed = Buffer.concat([cipher.update(JSON.stringify(plain)), cipher.final(), cipher.getAuthTag()]);
    return {
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: 'transaction',
      nonce,
    };
  }

  const sealed = (news: PaymentNews, nowMs = Date.now()): string =>
    JSON.stringify({
      ...{ id: news.id ?? randomUUID(), create_time: timeText(nowMs), resource_type: 'encrypt-resource' },
      ...{
        event_type: news.refundNo === undefined ? 'TRANSACTION.SUCCESS' : `REFUND.${news.state ?? 'SUCCESS'}`,
        summary: '',
      },
      resource: encrypt(resourceOf(news, merchantId)),
    });

  function signed(body: string, nowMs = Date.now()): SignedNotice {
    const timestamp = String(Math.floor(nowMs / 1_000));
    const nonce = randomBytes(8).toString('hex');
    const signature = createSign('RSA-SHA256').update(`${timestamp}\n${nonce}\n${body}\n`).sign(privateKey, 'base64');
    const headers = {
      ...{ 'content-type': 'application/json', 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce },
      ...{ 'wechatpay-serial': publicKeyId, 'wechatpay-signature': signature },
    };
    return { headers, body };
  }

  async function post(doorUrl: string, notice: string, repeats = 1): Promise<number> {
    const { headers, body } = signed(notice);
    let status = 0;
    for (let time = 0; time < repeats; time += 1) {
      const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
      status = (await fetch(doorUrl, { method: 'POST', headers, body, signal })).status;
    }
    return status;
  }

  return {
    ...{ merchantId, publicKeyId, apiV3Key, sealed, post },
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    sign: (news, nowMs) => signed(sealed(news, nowMs), nowMs),
    notify: (doorUrl, news, repeats) => post(doorUrl, sealed(news), repeats),
  };
}
