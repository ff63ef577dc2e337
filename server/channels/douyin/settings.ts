import { CallFailure } from '../call-failure';
import type { CredentialField, ShopKeys } from '../channel';
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

const isSignMethod = (text: string): text is SignMethod => SIGN_METHODS.some((known) => known === text);

/** How many calls a second the shop may make, shared by everything that calls. */
export function callsPerSecond({ credentials }: ShopKeys): number {
  const entered = Number(credentials.callsPerSecond ?? '');
  return Number.isFinite(entered) && entered > 0 ? Math.min(entered, 1_000) : CALLS_PER_SECOND;
}

/** What a shop has entered, with what may be left out. Throws CallFailure where something that is needed is missing. */
export function settingsOf({ secrets, credentials }: ShopKeys): DoudianSettings {
  const text = (name: string) => (credentials[name] ?? '').trim();
  const [appSecret = ''] = secrets;
  const missing = [
    ...(text('appKey') === '' ? ['appKey'] : []),
    ...(text('platformShopId') === '' ? ['platformShopId'] : []),
    ...(appSecret === '' ? ['the app secret'] : []),
  ];
  if (missing.length > 0) throw new CallFailure('not-connected', `not entered yet: ${missing.join(', ')}`);
  const apiBase = text('apiBase') === '' ? API_BASE : text('apiBase');
  if (!URL.canParse(apiBase)) throw new CallFailure('not-connected', 'apiBase is not an address');
  const signMethod = text('signMethod');
  return {
    appKey: text('appKey'),
    appSecret,
    platformShopId: text('platformShopId'),
    apiBase: apiBase.replace(/\/+$/, ''),
    signMethod: isSignMethod(signMethod) ? signMethod : 'hmac-sha256',
  };
}
