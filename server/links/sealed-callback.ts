import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** A callback that is not what it claims to be: wrong signature, wrong key, or meant for somebody else. */
export class CallbackRefused extends Error {
  constructor(readonly why: 'signature' | 'stale' | 'ciphertext' | 'receive-id' | 'message') {
    super(`callback refused: ${why}`);
    this.name = 'CallbackRefused';
  }
}

/** What a callback address of WeCom or WeChat is configured with. receiveId is the CorpID of a self-built app, or the AppID. */
export interface CallbackSecrets {
  readonly token: string;
  readonly encodingAesKey: string;
  readonly receiveId: string;
}

const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

/**
 * Whether msg_signature is sha1hex of the sorted, joined (token, timestamp, nonce, ciphertext); constant time. Without a
 * ciphertext it is the signature of those three, as WeChat makes it.
 * Source: developer.work.weixin.qq.com/document/path/96466.
 */
export function isSigned(token: string, timestamp: string, nonce: string, encrypted: string, claimed: string): boolean {
  const joined = [token, timestamp, nonce, encrypted].sort().join('');
  const expected = Buffer.from(createHash('sha1').update(joined).digest('hex'));
  const given = Buffer.from(claimed);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function withoutPadding(padded: Buffer): Buffer {
  const pad = padded[padded.length - 1] ?? 0;
  const isWhole = padded.length % BLOCK_BYTES === 0 && pad >= 1 && pad <= BLOCK_BYTES && pad <= padded.length;
  if (!isWhole || !padded.subarray(-pad).every((byte) => byte === pad)) throw new CallbackRefused('ciphertext');
  return padded.subarray(0, -pad);
}

/**
 * Decrypts a callback's Encrypt field or echostr: AES-256-CBC with key = base64(EncodingAESKey + "="), iv = key[0..16]
 * and PKCS#7 to 32-byte blocks, which Node's own padding check refuses. The plain text is 16 random bytes, the length
 * as uint32be, the message and the receive id, which must be ours.
 */
export function decrypt(secrets: CallbackSecrets, encrypted: string): string {
  const key = Buffer.from(`${secrets.encodingAesKey}=`, 'base64');
  if (key.length !== 32) throw new RangeError('EncodingAESKey must be 43 base64 characters');
  const cipherText = Buffer.from(encrypted, 'base64');
  if (cipherText.length === 0 || cipherText.length % BLOCK_BYTES !== 0) throw new CallbackRefused('ciphertext');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = withoutPadding(Buffer.concat([decipher.update(cipherText), decipher.final()]));
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (plain.length < start) throw new CallbackRefused('ciphertext');
  const end = start + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length) throw new CallbackRefused('ciphertext');
  if (plain.subarray(end).toString('utf8') !== secrets.receiveId) throw new CallbackRefused('receive-id');
  return plain.subarray(start, end).toString('utf8');
}
