import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { CallFailure } from '../call-failure';
import { type MessageStream, PUSH_KEY, type StreamFrame, Unreadable } from '../channel';
import { readJson, sortedJson } from '../json';
import { messageBaseOf, settingsOf } from './settings';
import { messagePath } from './sign';

/** 64 bits wide: text where the digits need it. */
const whole = z.union([z.number().int(), z.string().regex(/^\d{1,20}$/)]).transform(String);
const frame = z.object({ commandType: z.string().max(40) });
const common = z.object({
  id: whole,
  sendTime: whole.nullish(),
  message: z.looseObject({ type: z.string().regex(/^\w{1,80}$/), mallID: whole.nullish() }),
});
const NOTHING: StreamFrame = { kind: 'nothing' };
const WORD = /^[\w ]{1,40}$/;

/** The platform's form of an Ack, with all digits of the ids. */
const acknowledgement = (at: Instant, id: string, sendTime: string, type: string, mallId: string): string =>
  `{"commandType":"Ack","time":${at},"id":${id},"sendTime":${sendTime},"type":"${type}","mallID":${mallId}}`;

/** A frame that cannot be taken apart is kept as it is, to be set aside with its reason; it cannot be confirmed. */
function unreadable(raw: Buffer): StreamFrame {
  const key = `${PUSH_KEY}${createHash('sha256').update(raw).digest('hex')}`;
  return { kind: 'message', account: null, message: { key, body: raw }, confirmation: null };
}

/** Tells what came. A message is stored without the times of its sending, so that the same one has the same bytes again. */
export function readFrame(raw: Buffer): StreamFrame {
  let json: unknown;
  try {
    json = readJson(raw);
  } catch (error) {
    if (error instanceof Unreadable) return unreadable(raw);
    throw error;
  }
  const kind = frame.safeParse(json);
  if (!kind.success) return unreadable(raw);
  const { commandType } = kind.data;
  if (commandType === 'HeartBeat') return NOTHING;
  if (commandType !== 'Common')
    return { kind: 'complaint', reason: WORD.test(commandType) ? commandType : 'an unknown frame' };
  const read = common.safeParse(json);
  if (!read.success) return unreadable(raw);
  const { id, sendTime, message } = read.data;
  const account = message.mallID ?? null;
  return {
    kind: 'message',
    account,
    message: { key: `${PUSH_KEY}${id}`, body: Buffer.from(sortedJson(message)) },
    confirmation: (now) => acknowledgement(now, id, sendTime ?? '0', message.type, account ?? '0'),
  };
}

/** The message service of 拼多多 (PMC): one connection of an app carries the messages of all its shops. */
export const MESSAGES: MessageStream = {
  connectionOf(keys) {
    const { clientId, mallId } = settingsOf(keys);
    return { id: clientId, account: mallId };
  },
  addressOf(keys, now) {
    const { clientId, clientSecret } = settingsOf(keys);
    const base = messageBaseOf(keys);
    if (!/^wss?:/.test(base))
      throw new CallFailure('not-connected', { code: 'not-a-socket-address', field: 'messageBase' });
    return new URL(`${base}${messagePath(clientId, now, clientSecret)}`);
  },
  heartbeat: { everyMs: 8 * SECOND_MS, frame: (now) => `{"commandType":"HeartBeat","time":${now}}` },
  silenceMs: 3 * MINUTE_MS,
  read: readFrame,
};
