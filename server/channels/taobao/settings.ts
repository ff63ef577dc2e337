import { CallFailure } from '../call-failure';
import type { CredentialField, ShopKeys } from '../channel';
import { addressEntered, choiceEntered, entered, rateEntered, required } from '../settings';
import { SIGN_METHODS, type SignMethod } from './sign';

/** Where the API is; the sandbox and a stand-in have addresses of their own. */
const API_BASE = 'https://eco.taobao.com/router/rest';
/** The platform publishes no common rate; an app is told its own. */
const CALLS_PER_SECOND = 20;

export const CREDENTIALS: readonly CredentialField[] = [
  { name: 'appKey', isSecret: false },
  { name: 'sessionKey', isSecret: true, isGrant: true },
  { name: 'refreshToken', isSecret: true, isGrant: true },
  { name: 'sellerId', isSecret: false },
  { name: 'messageGroup', isSecret: false },
  { name: 'apiBase', isSecret: false },
  { name: 'signMethod', isSecret: false },
  { name: 'callsPerSecond', isSecret: false },
];

export interface TopSettings {
  readonly appKey: string;
  readonly appSecret: string;
  /** What the seller's authorisation of the app gave, as it was entered. */
  readonly sessionKey: string;
  /** '' where the app may not renew its sessions. */
  readonly refreshToken: string;
  /** The seller's user id: messages of another seller are left alone. '' where all are this shop's. */
  readonly sellerId: string;
  /** The group of TMC that this shop's messages go to; '' for the default one. */
  readonly messageGroup: string;
  readonly apiBase: string;
  readonly signMethod: SignMethod;
}

export const callsPerSecond = (keys: ShopKeys): number => rateEntered(keys, CALLS_PER_SECOND);

/** What a shop has entered, with what may be left out. Throws CallFailure where something that is needed is missing. */
export function settingsOf(keys: ShopKeys): TopSettings {
  const sellerId = entered(keys, 'sellerId');
  if (!/^\d*$/.test(sellerId)) throw new CallFailure('not-connected', { code: 'not-a-seller-no', field: 'sellerId' });
  return {
    ...required(keys, ['appKey', 'sessionKey']),
    appKey: entered(keys, 'appKey'),
    sessionKey: entered(keys, 'sessionKey'),
    refreshToken: entered(keys, 'refreshToken'),
    sellerId,
    messageGroup: entered(keys, 'messageGroup'),
    apiBase: addressEntered(keys, 'apiBase', API_BASE),
    signMethod: choiceEntered(keys, 'signMethod', SIGN_METHODS, 'md5'),
  };
}
