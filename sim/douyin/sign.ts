import { createHash, createHmac } from 'node:crypto';

/** The header event-sign of a push. */
export function signPush(appKey: string, body: string, appSecret: string): string {
  return createHash('md5').update(`${appKey}${body}${appSecret}`, 'utf8').digest('hex');
}

export interface CallToSign {
  readonly appKey: string;
  readonly method: string;
  /** The body as it was received. */
  readonly paramJson: string;
  readonly timestamp: string;
  readonly v: string;
}

/** The sign that a call of this app must carry: HMAC-SHA256, or MD5 where the call says so. */
export function signCall(call: CallToSign, appSecret: string, signMethod: string): string {
  const middle = `app_key${call.appKey}method${call.method}param_json${call.paramJson}timestamp${call.timestamp}v${call.v}`;
  const text = appSecret + middle + appSecret;
  return signMethod === 'hmac-sha256'
    ? createHmac('sha256', appSecret).update(text, 'utf8').digest('hex')
    : createHash('md5').update(text, 'utf8').digest('hex');
}
