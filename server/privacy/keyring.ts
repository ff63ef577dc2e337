import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomFillSync } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const FORMAT = 1;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;
const INDEX_ID = 'index';

/** A key text that cannot be used; the message says what is wrong and never quotes a key. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

/** Seals personal values and secrets for the database, and makes the blind indexes by which they are found. */
export interface Keyring {
  /** The key that seals from now on. */
  readonly activeId: string;
  /** All keys that open, by id, with a fingerprint that tells two keys of the same name apart and reveals neither. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** AES-256-GCM under the active key. `purpose` (such as 'receiver.phone') must be named again to open. */
  seal(plain: string | Buffer, purpose: string): Buffer;
  /** Throws KeyringError for an unknown key, another purpose, or a changed byte. */
  open(sealed: Buffer, purpose: string): Buffer;
  openText(sealed: Buffer, purpose: string): string;
  /** Id of the key that sealed this. */
  keyIdOf(sealed: Buffer): string;
  /** HMAC-SHA256 (RFC 2104) of a normalised value, for exact search. Does not change when the sealing keys are rotated. */
  blindIndex(value: string, purpose: string): Buffer;
}

/**
 * Reads "index:<base64>,k1:<base64>,k2:<base64>" (commas, spaces or lines between): 32 bytes each; `index` makes the blind
 * indexes, the last of the others seals, all of them open.
 */
export function parseKeyring(text: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [, id = '', encoded = ''] = /^([^:]*):(.*)$/.exec(entry) ?? [];
    const key = Buffer.from(encoded, 'base64');
    if (!KEY_ID.test(id)) throw new KeyringError('each data key needs a name of a-z, 0-9 and -, a colon, then the key');
    if (key.length !== KEY_BYTES) throw new KeyringError(`the data key ${id} must be 32 bytes in base64`);
    if (keys.has(id)) throw new KeyringError(`the data key ${id} is named twice`);
    keys.set(id, key);
  }
  const index = keys.get(INDEX_ID);
  if (!index) throw new KeyringError('the data keys lack the entry index:');
  keys.delete(INDEX_ID);
  const activeId = [...keys.keys()].at(-1);
  if (activeId === undefined) throw new KeyringError('the data keys lack a sealing key besides index:');
  return keyringOf(index, keys, activeId);
}

/** The text of a new keyring, for the first start. */
export const newKeyringText = (): string =>
  [INDEX_ID, 'k1'].map((id) => `${id}:${randomBytes(KEY_BYTES).toString('base64')}\n`).join('');

/** Initialisation vectors out of one draw of randomness for many: a draw costs as much as sealing a receiver. Each is used once. */
function ivSource(): () => Buffer {
  const drawn = Buffer.alloc(256 * IV_BYTES);
  let at = drawn.length;
  return () => {
    if (at === drawn.length) {
      randomFillSync(drawn);
      at = 0;
    }
    at += IV_BYTES;
    return drawn.subarray(at - IV_BYTES, at);
  };
}

function keyringOf(index: Buffer, keys: ReadonlyMap<string, Buffer>, activeId: string): Keyring {
  const headers = new Map([...keys.keys()].map((id) => [id, Buffer.from([FORMAT, id.length, ...Buffer.from(id)])]));
  const keyNamed = (id: string) => {
    const [key, header] = [keys.get(id), headers.get(id)];
    if (!key || !header) throw new KeyringError(`the data key ${id} is not in the keyring`);
    return { key, header };
  };
  const fingerprintOf = (key: Buffer) => createHmac('sha256', key).update('fingerprint').digest('hex').slice(0, 16);
  const indexKeys = new Map<string, Buffer>();
  const indexKeyFor = (purpose: string): Buffer => {
    const known = indexKeys.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', index, '', `tidewatch/${purpose}`, KEY_BYTES));
    indexKeys.set(purpose, made);
    return made;
  };
  const nextIv = ivSource();
  const open = (sealed: Buffer, purpose: string): Buffer => {
    const { key, header } = keyNamed(keyIdOf(sealed));
    const [ivAt, textAt, tagAt] = [header.length, header.length + IV_BYTES, sealed.length - TAG_BYTES];
    if (tagAt < textAt) throw new KeyringError('a sealed value is too short');
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(ivAt, textAt), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.concat([header, Buffer.from(purpose)])).setAuthTag(sealed.subarray(tagAt));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(textAt, tagAt)), decipher.final()]);
    } catch (cause) {
      throw new KeyringError(
        `a value sealed as ${purpose} cannot be opened: it was changed, or sealed for another use`,
        {
          cause,
        },
      );
    }
  };
  return {
    activeId,
    fingerprints: new Map([
      [INDEX_ID, fingerprintOf(index)],
      ...[...keys].map(([id, key]) => [id, fingerprintOf(key)] as const),
    ]),
    seal(plain, purpose) {
      const { key, header } = keyNamed(activeId);
      const iv = nextIv();
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.concat([header, Buffer.from(purpose)]));
      const text = [cipher.update(typeof plain === 'string' ? Buffer.from(plain) : plain), cipher.final()];
      return Buffer.concat([header, iv, ...text, cipher.getAuthTag()]);
    },
    open,
    openText: (sealed, purpose) => open(sealed, purpose).toString('utf8'),
    keyIdOf,
    blindIndex: (value, purpose) => createHmac('sha256', indexKeyFor(purpose)).update(value).digest(),
  };
}

function keyIdOf(sealed: Buffer): string {
  const length = sealed[1] ?? 0;
  if (sealed[0] !== FORMAT || length === 0 || sealed.length < 2 + length)
    throw new KeyringError('this is not a sealed value');
  return sealed.subarray(2, 2 + length).toString('latin1');
}
