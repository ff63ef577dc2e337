import { CallFailure } from '../call-failure';
import type { CredentialField, ShopKeys } from '../channel';
import { addressEntered, choiceEntered, entered, rateEntered, required } from '../settings';

/** Where the API is; the test environment and a stand-in have addresses of their own. */
const API_BASE = 'https://api.jd.com/routerjson';
const OAUTH_BASE = 'https://open-oauth.jd.com/oauth2';
/** The platform publishes no common rate; an app is told its own. */
const CALLS_PER_SECOND = 10;

/** The parameters of a search stand within paramOrderJSFQuery, or by themselves as older SDKs send them. */
const WRAPPINGS = ['wrapped', 'flat'] as const;
type Wrapping = (typeof WRAPPINGS)[number];

export const CREDENTIALS: readonly CredentialField[] = [
  { name: 'appKey', isSecret: false },
  { name: 'accessToken', isSecret: true, isGrant: true },
  { name: 'refreshToken', isSecret: true, isGrant: true },
  { name: 'sourceId', isSecret: false },
  { name: 'wrapping', isSecret: false },
  { name: 'apiBase', isSecret: false },
  { name: 'oauthBase', isSecret: false },
  { name: 'callsPerSecond', isSecret: false },
];

export interface JosSettings {
  readonly appKey: string;
  readonly appSecret: string;
  /** What the seller's authorisation of the app gave, as it was entered. */
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly sourceId: string;
  readonly wrapping: Wrapping;
  readonly apiBase: string;
  readonly oauthBase: string;
}

export const callsPerSecond = (keys: ShopKeys): number => rateEntered(keys, CALLS_PER_SECOND);

/** What a shop has entered, with what may be left out. Throws CallFailure where something that is needed is missing. */
export function settingsOf(keys: ShopKeys): JosSettings {
  const wrapping = entered(keys, 'wrapping');
  if (wrapping !== '' && WRAPPINGS.every((known) => known !== wrapping))
    throw new CallFailure('not-connected', { code: 'not-a-choice', field: 'wrapping', choices: WRAPPINGS.join(', ') });
  return {
    ...required(keys, ['appKey', 'accessToken']),
    appKey: entered(keys, 'appKey'),
    accessToken: entered(keys, 'accessToken'),
    refreshToken: entered(keys, 'refreshToken'),
    sourceId: entered(keys, 'sourceId'),
    wrapping: choiceEntered(keys, 'wrapping', WRAPPINGS, 'wrapped'),
    apiBase: addressEntered(keys, 'apiBase', API_BASE),
    oauthBase: addressEntered(keys, 'oauthBase', OAUTH_BASE),
  };
}
