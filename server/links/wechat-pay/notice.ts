import { createDecipheriv } from 'node:crypto';
import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { MAX_FEN } from '@/domain/order/clean/money';
import { Unreadable } from '../../channels/channel';
import { readJson } from '../../channels/json';
import type { LinkValues } from '../link';
import type { PaymentFact } from '../outside-fact';
import { readTime } from '../read-time';

const TAG_BYTES = 16;
const id = z.string().regex(/^[\x21-\x7e]{1,64}$/);
const word = z.string().regex(/^\w{1,32}$/);
const fen = z.number().int().min(0).max(MAX_FEN);

const noticeShape = z.object({
  create_time: z.string(),
  event_type: z.string().max(64),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string().max(200_000),
    nonce: z.string().length(12),
    associated_data: z.string().max(64).default(''),
  }),
});
const paymentShape = z.object({
  mchid: z.string(),
  out_trade_no: id,
  transaction_id: id,
  trade_state: word,
  success_time: z.string().optional(),
  amount: z.object({ total: fen, currency: z.string().default('CNY') }),
});
const refundShape = z.object({
  mchid: z.string(),
  out_trade_no: id,
  transaction_id: id,
  refund_id: id,
  refund_status: word,
  success_time: z.string().optional(),
  amount: z.object({ refund: fen, currency: z.string().default('CNY') }),
});

/** Opens a notice's resource: AES-256-GCM under the API v3 key, the last 16 bytes are the tag. Throws Unreadable. */
export function openResource(resource: z.infer<typeof noticeShape>['resource'], apiV3Key: string): Buffer {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  if (sealed.length < TAG_BYTES) throw new Unreadable({ code: 'sealed-too-short', path: 'resource.ciphertext' });
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(resource.nonce), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new Unreadable({ code: 'other-key', path: 'resource' });
  }
}

/** Under either of the API v3 keys, while one replaces the other. Throws Unreadable. */
function openUnderEither(
  resource: z.infer<typeof noticeShape>['resource'],
  { apiV3Key = '', secondApiV3Key = '' }: LinkValues,
): Buffer {
  if (secondApiV3Key === '') return openResource(resource, apiV3Key);
  try {
    return openResource(resource, apiV3Key);
  } catch (error) {
    if (error instanceof Unreadable) return openResource(resource, secondApiV3Key);
    throw error;
  }
}

function shaped<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (!parsed.success)
    throw new Unreadable({ code: 'not-as-documented', path: parsed.error.issues[0]?.path.join('.') || 'notice' });
  return parsed.data;
}

/** A payment or refund notice. The payer stays behind. Throws Unreadable. */
export function readNotice(body: Buffer, values: LinkValues, receivedAt: Instant): PaymentFact {
  const notice = shaped(noticeShape, readJson(body));
  const isRefund = notice.event_type.startsWith('REFUND.');
  if (!isRefund && !notice.event_type.startsWith('TRANSACTION.')) throw new Unreadable({ code: 'unknown-notice' });
  const opened = readJson(openUnderEither(notice.resource, values));
  const said = isRefund ? shaped(refundShape, opened) : shaped(paymentShape, opened);
  if (said.mchid !== values.merchantId) throw new Unreadable({ code: 'other-merchant' });
  if (said.amount.currency !== 'CNY') throw new Unreadable({ code: 'other-currency', path: 'amount.currency' });
  const state = 'refund_status' in said ? said.refund_status : said.trade_state;
  return {
    about: 'payment',
    kind: isRefund ? 'refund' : 'payment',
    number: 'refund_id' in said ? said.refund_id : said.transaction_id,
    transactionNo: said.transaction_id,
    tradeNo: said.out_trade_no,
    state,
    isDone: state === 'SUCCESS',
    amountFen: 'refund' in said.amount ? said.amount.refund : said.amount.total,
    at: readTime('success_time', said.success_time ?? notice.create_time, receivedAt),
    method: 'wechat',
  };
}
