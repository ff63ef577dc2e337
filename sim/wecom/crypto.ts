import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** WeCom's side of the callback cipher: what the platform does before it posts to us. */
export interface Sealing {
  readonly token: string;
  readonly aesKey: string;
  readonly receiveId: string;
}

/** AES-256-CBC over 16 random bytes, the length, the message and the receive id, padded to 32-byte blocks. */
export function seal(sealing: Sealing, message: string, random: Buffer = randomBytes(16)): string {
  const key = Buffer.from(`${sealing.aesKey}=`, 'base64');
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const whole = Buffer.concat([random, length, text, Buffer.from(sealing.receiveId, 'utf8')]);
  const pad = 32 - (whole.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([whole, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}

/** sha1hex of the four parts, sorted and joined. */
export function sign(token: string, timestamp: string, nonce: string, sealed: string): string {
  const parts = [token, timestamp, nonce, sealed];
  parts.sort();
  return createHash('sha1').update(parts.join('')).digest('hex');
}
