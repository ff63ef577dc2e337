import * as z from 'zod';
import { CallbackRefused, decrypt } from '@/server/links/sealed-callback';
import { readXml, textAt } from '@/server/links/xml';
import { type ShopKeys, Unreadable } from '../channel';
import { readJson } from '../json';
import { entered } from '../settings';

const sealedJson = z.object({ Encrypt: z.string().min(1) });

/** Whether a body is XML; the platform writes XML or JSON, as the shop has chosen. */
export const isXml = (raw: Uint8Array): boolean => raw.find((byte) => byte > 0x20) === 0x3c;

/** The sealed part of a push; null where it is sent in the open. Throws Unreadable. */
export function sealedPart(raw: Buffer): string | null {
  if (isXml(raw)) return textAt(readXml(raw), 'xml', 'Encrypt') || null;
  const read = sealedJson.safeParse(readJson(raw));
  return read.success ? read.data.Encrypt : null;
}

/** Opens the sealed part of a push with what the shop has entered. Throws CallbackRefused. */
export function openSealed(sealed: string, keys: ShopKeys): string {
  const encodingAesKey = entered(keys, 'encodingAesKey');
  if (encodingAesKey.length !== 43) throw new CallbackRefused('ciphertext');
  return decrypt({ token: '', encodingAesKey, receiveId: entered(keys, 'appId') }, sealed);
}

/** What a genuine push says: opened where it is sealed, else as it is. */
export function openPush(raw: Buffer, keys: ShopKeys): Buffer {
  try {
    const sealed = sealedPart(raw);
    return sealed === null ? raw : Buffer.from(openSealed(sealed, keys));
  } catch (error) {
    if (error instanceof Unreadable || error instanceof CallbackRefused) return raw;
    throw error;
  }
}
