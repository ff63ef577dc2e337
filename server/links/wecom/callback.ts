import { XMLParser } from 'fast-xml-parser';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { CallbackRefused, type CallbackSecrets, decrypt, isSigned } from '../sealed-callback';

/** WeCom's own bodies are a few hundred bytes; anything larger is refused before it is read. */
export const CALLBACK_BODY_LIMIT_BYTES = 64 * 1024;
const CLOCK_TOLERANCE_MS = 300 * SECOND_MS;

/** The notice that messages wait to be pulled: of which account, and the token that lifts the rate limit (10 min). */
export interface KfMessagesWaiting {
  readonly openKfId: string;
  readonly syncToken: string;
}

const xml = new XMLParser({ processEntities: false, ignoreAttributes: true, parseTagValue: false, trimValues: true });

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  let root: unknown;
  try {
    root = (xml.parse(text) as { xml?: unknown }).xml;
  } catch {
    throw new CallbackRefused('message');
  }
  if (typeof root !== 'object' || root === null) throw new CallbackRefused('message');
  return root as Readonly<Record<string, unknown>>;
}

const textOf = (fields: Readonly<Record<string, unknown>>, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

function assertSigned(secrets: CallbackSecrets, query: URLSearchParams, encrypted: string, now: Instant): void {
  const timestamp = query.get('timestamp') ?? '';
  const nonce = query.get('nonce') ?? '';
  const claimed = query.get('msg_signature') ?? '';
  if (query.getAll('msg_signature').length !== 1 || !isSigned(secrets.token, timestamp, nonce, encrypted, claimed)) {
    throw new CallbackRefused('signature');
  }
  const isRecent = /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * SECOND_MS - now) <= CLOCK_TOLERANCE_MS;
  if (!isRecent) throw new CallbackRefused('stale');
}

/** Answers WeCom's check of the callback address: the plain text to reply with, nothing around it. */
export function answerUrlCheck(secrets: CallbackSecrets, query: URLSearchParams, now: Instant): string {
  const echo = query.get('echostr') ?? '';
  assertSigned(secrets, query, echo, now);
  return decrypt(secrets, echo);
}

/**
 * Reads a callback body. Returns what waits to be pulled, or null for a genuine event that is none of ours.
 * Throws CallbackRefused when it is not genuine: nothing is decrypted before the signature holds.
 */
export function readCallback(
  secrets: CallbackSecrets,
  query: URLSearchParams,
  body: string,
  now: Instant,
): KfMessagesWaiting | null {
  const encrypted = textOf(fieldsOf(body), 'Encrypt');
  assertSigned(secrets, query, encrypted, now);
  const event = fieldsOf(decrypt(secrets, encrypted));
  if (textOf(event, 'ToUserName') !== secrets.receiveId) throw new CallbackRefused('receive-id');
  if (textOf(event, 'Event') !== 'kf_msg_or_event') return null;
  const openKfId = textOf(event, 'OpenKfId');
  if (openKfId === '') throw new CallbackRefused('message');
  return { openKfId, syncToken: textOf(event, 'Token') };
}
