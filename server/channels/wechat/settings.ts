import { notEntered } from '../call-failure';
import type { CredentialField, ShopKeys } from '../channel';
import { addressEntered, entered } from '../settings';

const API_BASE = 'https://api.weixin.qq.com';
/** The platform counts calls by the day; an app is told its own numbers. */
export const CALLS_PER_SECOND = 10;

export const CREDENTIALS: readonly CredentialField[] = [
  { name: 'appId', isSecret: false },
  { name: 'appSecret', isSecret: true },
  { name: 'encodingAesKey', isSecret: true },
  { name: 'apiBase', isSecret: false },
  { name: 'callsPerSecond', isSecret: false },
];

export interface WechatSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly apiBase: string;
}

/** What a shop has entered, with what may be left out. Throws CallFailure where something that is needed is missing. */
export function settingsOf(keys: ShopKeys): WechatSettings {
  const missing = ['appId', 'appSecret'].filter((name) => entered(keys, name) === '');
  if (missing.length > 0) throw notEntered(missing);
  return {
    appId: entered(keys, 'appId'),
    appSecret: entered(keys, 'appSecret'),
    apiBase: addressEntered(keys, 'apiBase', API_BASE),
  };
}
