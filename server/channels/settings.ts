import { CallFailure, notEntered, SIGNING_SECRET } from './call-failure';
import type { ShopKeys } from './channel';

/** What a shop has entered, without blanks at the ends; '' for what it has not. */
export const entered = ({ credentials }: ShopKeys, name: string): string => (credentials[name] ?? '').trim();

/** Of two live secrets the newest, which is what calls are signed with. Throws CallFailure where something is missing. */
export function required(keys: ShopKeys, names: readonly string[]): { readonly appSecret: string } {
  const [appSecret = ''] = keys.secrets;
  const missing = [
    ...names.filter((name) => entered(keys, name) === ''),
    ...(appSecret === '' ? [SIGNING_SECRET] : []),
  ];
  if (missing.length > 0) throw notEntered(missing);
  return { appSecret };
}

/** An address that may be entered, without a slash at its end. Throws CallFailure where it is none. */
export function addressEntered(keys: ShopKeys, name: string, usual: string): string {
  const address = entered(keys, name) || usual;
  if (!URL.canParse(address)) throw new CallFailure('not-connected', { code: 'not-an-address', field: name });
  return address.replace(/\/+$/, '');
}

/** One of a few words that may be entered; the usual one for anything else. */
export const choiceEntered = <T extends string>(keys: ShopKeys, name: string, choices: readonly T[], usual: T): T =>
  choices.find((choice) => choice === entered(keys, name)) ?? usual;

/** A number of calls a second. */
export const isRate = (typed: string): boolean => Number.isFinite(Number(typed)) && Number(typed) > 0;

/** How many calls a second the shop may make, shared by everything that calls. */
export function rateEntered(keys: ShopKeys, usual: number): number {
  const typed = entered(keys, 'callsPerSecond');
  return isRate(typed) ? Math.min(Number(typed), 1_000) : usual;
}
