import type { CredentialField, ShopKeys } from '../channel';
import { addressEntered, entered, required } from '../settings';

const API_BASE = 'https://gw-api.pinduoduo.com/api/router';
const MESSAGE_BASE = 'wss://message-api.pinduoduo.com';
/** The platform publishes none; an app is told its own. */
export const CALLS_PER_SECOND = 10;

export const CREDENTIALS: readonly CredentialField[] = [
  { name: 'clientId', isSecret: false },
  { name: 'mallId', isSecret: false },
  { name: 'authCode', isSecret: true, isGrant: true },
  { name: 'refreshToken', isSecret: true, isGrant: true },
  { name: 'apiBase', isSecret: false },
  { name: 'messageBase', isSecret: false },
  { name: 'callsPerSecond', isSecret: false },
  { name: 'decryptsPerDay', isSecret: false },
];

export interface PddSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The shop's number on the platform, by which messages name it. */
  readonly mallId: string;
  readonly apiBase: string;
}

/** What a shop has entered, with what may be left out. Throws CallFailure where something that is needed is missing. */
export function settingsOf(keys: ShopKeys): PddSettings {
  const { appSecret: clientSecret } = required(keys, ['clientId', 'mallId']);
  return {
    clientId: entered(keys, 'clientId'),
    clientSecret,
    mallId: entered(keys, 'mallId'),
    apiBase: addressEntered(keys, 'apiBase', API_BASE),
  };
}

/** Where the message service is. */
export const messageBaseOf = (keys: ShopKeys): string => addressEntered(keys, 'messageBase', MESSAGE_BASE);

/** What shops of a hundred orders a day report; the platform tells each its own. */
const DECRYPTS_PER_DAY = 20;

/** How many orders a day may be decrypted. */
export function decryptsPerDay(keys: ShopKeys): number {
  const typed = entered(keys, 'decryptsPerDay');
  const most = Number(typed);
  return typed !== '' && Number.isSafeInteger(most) && most >= 0 ? Math.min(most, 100_000) : DECRYPTS_PER_DAY;
}
