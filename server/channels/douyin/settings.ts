import type { CredentialField, ShopKeys } from '../channel';
import { addressEntered, choiceEntered, entered, rateEntered, required } from '../settings';
import { SIGN_METHODS, type SignMethod } from './sign';

/** Where the API is; the sandbox and a stand-in have addresses of their own. */
const API_BASE = 'https://openapi-fxg.jinritemai.com';
/** The platform publishes no common rate; an app is told its own. */
const CALLS_PER_SECOND = 20;

export const CREDENTIALS: readonly CredentialField[] = [
  { name: 'appKey', isSecret: false },
  { name: 'platformShopId', isSecret: false },
  { name: 'apiBase', isSecret: false },
  { name: 'signMethod', isSecret: false },
  { name: 'callsPerSecond', isSecret: false },
];

export interface DoudianSettings {
  readonly appKey: string;
  readonly appSecret: string;
  /** The shop's number on the platform, for apps of a merchant's own. */
  readonly platformShopId: string;
  readonly apiBase: string;
  readonly signMethod: SignMethod;
}

/** How many calls a second the shop may make, shared by everything that calls. */
export const callsPerSecond = (keys: ShopKeys): number => rateEntered(keys, CALLS_PER_SECOND);

/** What a shop has entered, with what may be left out. Throws CallFailure where something that is needed is missing. */
export function settingsOf(keys: ShopKeys): DoudianSettings {
  return {
    ...required(keys, ['appKey', 'platformShopId']),
    appKey: entered(keys, 'appKey'),
    platformShopId: entered(keys, 'platformShopId'),
    apiBase: addressEntered(keys, 'apiBase', API_BASE),
    signMethod: choiceEntered(keys, 'signMethod', SIGN_METHODS, 'hmac-sha256'),
  };
}
