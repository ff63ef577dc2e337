import * as z from 'zod';
import type { Services } from '../context';
import { invalid } from '../errors';
import type { Link, LinkValues } from '../links/link';
import { isCallable } from '../links/outbound';
import type { Keyring } from '../privacy/keyring';

const secretsShape = z.record(z.string(), z.string());
const purposeOf = (linkId: string): string => `link.secrets/${linkId}`;

/** Seals a link's secret values for its row; they open for this link only. */
export const sealLinkSecrets = (keyring: Keyring, linkId: string, secrets: LinkValues): Buffer =>
  keyring.seal(JSON.stringify(secrets), purposeOf(linkId));

/** All values of a link. Throws KeyringError when the secrets were sealed with another key or for another link. */
export const openLinkValues = (keyring: Keyring, linkId: string, settings: LinkValues, sealed: Buffer): LinkValues => ({
  ...settings,
  ...secretsShape.parse(JSON.parse(keyring.openText(sealed, purposeOf(linkId)))),
});

/**
 * What was entered, completed by what is known: a secret that was left out stays. Throws invalid with the field that is
 * missing, malformed, or an address that must not be called.
 */
export function checkedValues(
  link: Link,
  given: LinkValues,
  known: LinkValues,
  { isLoopbackAllowed }: Pick<Services, 'isLoopbackAllowed'>,
): LinkValues {
  const stray = Object.keys(given).find((name) => !link.fields.some((field) => field.name === name));
  if (stray !== undefined) throw invalid('no such field', { field: stray, why: 'unknown' });
  const values = Object.fromEntries(
    link.fields.map(({ name, isSecret }) => [name, (given[name] ?? (isSecret ? known[name] : '') ?? '').trim()]),
  );
  for (const { name, isRequired, pattern, isAddress } of link.fields) {
    const value = values[name] ?? '';
    if (value === '' && isRequired) throw invalid(`${name} is missing`, { field: name, why: 'missing' });
    if (value !== '' && !pattern.test(value)) throw invalid(`${name} is malformed`, { field: name, why: 'malformed' });
    if (isAddress && value !== '' && !isCallable(value, isLoopbackAllowed))
      throw invalid(`${name} must not be called`, { field: name, why: 'address' });
  }
  const problem = link.problemIn(values);
  if (problem) throw invalid(`${problem.field} cannot be`, problem);
  return values;
}

/** A link's values as they are stored: what may be seen, and what is sealed. */
export function splitValues(
  link: Link,
  values: LinkValues,
): { readonly settings: LinkValues; readonly secrets: LinkValues } {
  const only = (isSecret: boolean) =>
    Object.fromEntries(
      link.fields.filter((field) => field.isSecret === isSecret).map(({ name }) => [name, values[name] ?? '']),
    );
  return { settings: only(false), secrets: only(true) };
}
