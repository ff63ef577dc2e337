import { normalisePhone } from '@/domain/order/clean/phone';
import { linesToShip } from '@/domain/order/lines-to-ship';
import { type FactMap, factOf } from '@/domain/order/merge-events';
import type { Personal } from '@/domain/order/personal';
import type { PlainReceiver } from '@/domain/order/seal';
import type { Keyring } from '../privacy/keyring';

/** A part that may be known in plain or as its platform masks it: the two forms say nothing of each other. */
interface Told {
  readonly form: 'plain' | 'masked' | 'none';
  readonly digest: string;
}

/** What a warehouse is told of an order, as it can be compared with what is known later, without being kept in plain. */
export interface Contents {
  readonly name: Told;
  readonly phone: Told;
  /** Province, city, district and street; '' where one is not known. */
  readonly region: readonly string[];
  readonly detail: Told;
  /** The platform's own word for the person at the address; '' where it has none. */
  readonly key: string;
  readonly lines: string;
}

/** What a change concerns, as cards, log and database name it. */
export type Change = 'receiver' | 'lines';

const compact = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '');

/** Digests under the key of the blind indexes, which rotating the sealing keys leaves alone. */
export function contentsOf(keyring: Keyring, facts: FactMap, plain: PlainReceiver | null): Contents {
  const digest = (text: string) =>
    text === '' ? '' : keyring.blindIndex(text, 'warehouse.given').toString('hex').slice(0, 32);
  const told = (value: string | null, said: Personal | undefined, clean = compact): Told => {
    if (value !== null) return { form: 'plain', digest: digest(clean(value)) };
    return said?.state === 'masked'
      ? { form: 'masked', digest: digest(compact(said.shown)) }
      : { form: 'none', digest: '' };
  };
  const said = factOf(facts, 'receiver');
  const place = said ?? plain;
  const pieces = new Map<string, number>();
  for (const { sku, quantity } of linesToShip(factOf(facts, 'lines') ?? []))
    pieces.set(sku, (pieces.get(sku) ?? 0) + quantity);
  return {
    name: told(plain?.name ?? null, said?.name),
    phone: told(plain?.phone ?? null, said?.phone, normalisePhone),
    region: [place?.province, place?.city, place?.district, place?.street].map((part) => digest(compact(part ?? ''))),
    detail: told(plain?.detail ?? null, said?.detail),
    key: digest(said?.platformKey ?? ''),
    lines: digest(JSON.stringify([...pieces].sort(([a], [b]) => (a < b ? -1 : 1)))),
  };
}

/** A value that is no longer told, or told in the other form, has not changed by that. */
const differs = (before: Told, now: Told): boolean =>
  now.form !== 'none' && (before.form === 'none' || before.form === now.form) && before.digest !== now.digest;
const differsWhereKnown = (before: string, now: string): boolean => before !== '' && now !== '' && before !== now;

/** What is otherwise than it was given. */
export function changesBetween(given: Contents, now: Contents): Change[] {
  const isReceiverOther =
    (['name', 'phone', 'detail'] as const).some((part) => differs(given[part], now[part])) ||
    given.region.some((part, at) => differsWhereKnown(part, now.region[at] ?? '')) ||
    differsWhereKnown(given.key, now.key);
  return [
    ...(isReceiverOther ? (['receiver'] as const) : []),
    ...(differsWhereKnown(given.lines, now.lines) ? (['lines'] as const) : []),
  ];
}
