import * as z from 'zod';
import { Unreadable } from '../../channels/channel';
import { readJson } from '../../channels/json';
import type { LinkValues } from '../link';
import { type BytesHttp, OutboundFailure } from '../outbound';
import { kuaidi100Sign } from './kuaidi100';

/** Kuaidi100 answered, and said no. */
export class Kuaidi100Refused extends Error {
  override readonly name = 'Kuaidi100Refused';
  constructor(
    readonly code: string,
    readonly words: string,
  ) {
    super(`Kuaidi100 refused: ${code}`);
  }
  /** 5xx are its own troubles; 501 (subscribed before) never comes here. */
  get isRetryable(): boolean {
    return this.code === '500' || this.code === '503';
  }
}

const SUBSCRIBED_BEFORE = '501';
const codeText = z.union([z.string(), z.number(), z.boolean()]).transform(String).default('');
const answerShape = z.object({ result: codeText, returnCode: codeText, message: z.string().default('') });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const addressUnder = (values: LinkValues, path: string): URL =>
  new URL(`${(values.apiBase ?? '').replace(/\/+$/, '')}${path}`);
const formOf = (fields: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(new URLSearchParams(fields).toString());

function json(body: Buffer): unknown {
  try {
    return readJson(body);
  } catch (error) {
    if (error instanceof Unreadable) throw new OutboundFailure('not-json');
    throw error;
  }
}

export interface Subscription {
  /** '' = Kuaidi100 finds the carrier out. */
  readonly carrier: string;
  readonly trackingNo: string;
  readonly callbackUrl: string;
  readonly from: string;
  readonly to: string;
  /** Some carriers tell their traces only to who knows the phone number. */
  readonly phone: string | null;
}

/** Subscribes to a parcel's traces; one that was subscribed to before is as good. Throws Kuaidi100Refused, OutboundFailure. */
export async function subscribe(values: LinkValues, parcel: Subscription, http: BytesHttp): Promise<void> {
  const param = {
    company: parcel.carrier,
    number: parcel.trackingNo,
    from: parcel.from,
    to: parcel.to,
    key: values.key ?? '',
    parameters: {
      callbackurl: parcel.callbackUrl,
      salt: values.salt ?? '',
      resultv2: '4',
      autoCom: parcel.carrier === '' ? '1' : '0',
      ...(parcel.phone === null ? {} : { phone: parcel.phone }),
    },
  };
  const body = formOf({ schema: 'json', param: JSON.stringify(param) });
  const answer = answerShape.safeParse(json(await http({ url: addressUnder(values, '/poll'), body, headers: FORM })));
  if (!answer.success) throw new OutboundFailure('not-json');
  const { result, returnCode, message } = answer.data;
  if (result === 'true' || returnCode === '200' || returnCode === SUBSCRIBED_BEFORE) return;
  throw new Kuaidi100Refused(returnCode.slice(0, 20), message);
}

/** Asks for a parcel's traces once, now; the answer as it came. Throws Kuaidi100Refused, OutboundFailure. */
export async function askLive(
  values: LinkValues,
  parcel: Pick<Subscription, 'carrier' | 'trackingNo' | 'phone'>,
  http: BytesHttp,
): Promise<Buffer> {
  const { carrier: com, trackingNo: num, phone } = parcel;
  const param = JSON.stringify({ com, num, ...(phone === null ? {} : { phone }), resultv2: '4' });
  const customer = values.customer ?? '';
  const sign = kuaidi100Sign(param, (values.key ?? '') + customer);
  const body = formOf({ customer, sign, param });
  const answer = await http({ url: addressUnder(values, '/poll/query.do'), body, headers: FORM });
  const refusal = answerShape.safeParse(json(answer));
  if (refusal.success && refusal.data.result === 'false')
    throw new Kuaidi100Refused(refusal.data.returnCode.slice(0, 20), refusal.data.message);
  return answer;
}
