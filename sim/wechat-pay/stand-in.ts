import { createCipheriv, createSign, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';

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
  /** Posts a notice, so often; returns the last status. */
  notify(doorUrl: string, news: PaymentNews, repeats?: number): Promise<number>;
}

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

/** A payment service with fresh keys. */
export function wechatPayStandIn(): WechatPayStandIn {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const apiV3Key = randomBytes(16).toString('hex');
  const merchantId = '1900000109';
  const publicKeyId = 'PUB_KEY_ID_STANDIN';

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

  function sign(news: PaymentNews, nowMs = Date.now()): SignedNotice {
    const body = JSON.stringify({
      ...{ id: news.id ?? randomUUID(), create_time: timeText(nowMs), resource_type: 'encrypt-resource' },
      ...{ event_type: news.refundNo === undefined ? 'TRANSACTION.SUCCESS' : 'REFUND.SUCCESS', summary: '' },
      resource: encrypt(resourceOf(news, merchantId)),
    });
    const timestamp = String(Math.floor(nowMs / 1_000));
    const nonce = randomBytes(8).toString('hex');
    const signature = createSign('RSA-SHA256').update(`${timestamp}\n${nonce}\n${body}\n`).sign(privateKey, 'base64');
    const headers = {
      ...{ 'content-type': 'application/json', 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce },
      ...{ 'wechatpay-serial': publicKeyId, 'wechatpay-signature': signature },
    };
    return { headers, body };
  }

  return {
    ...{ merchantId, publicKeyId, apiV3Key, sign },
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    async notify(doorUrl, news, repeats = 1) {
      const { headers, body } = sign(news);
      let status = 0;
      for (let time = 0; time < repeats; time += 1)
        status = (await fetch(doorUrl, { method: 'POST', headers, body })).status;
      return status;
    },
  };
}
