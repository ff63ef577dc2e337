import { type FactMap, factOf } from '@/domain/order/merge-events';
import type { Receiver } from '@/domain/order/order';
import type { Personal } from '@/domain/order/personal';
import type { Platform } from '@/domain/order/platform';

/** What is known of whose an order is and where it goes. */
export interface KeyedOrder {
  readonly shopId: string;
  readonly platform: Platform;
  readonly facts: FactMap;
  /** Keyed hashes of a plain address and recipient; null where they are covered, or no one door. */
  readonly keys: { readonly addressKey: string | null; readonly recipientKey: string | null };
}

/** How it is known that two orders go together. account: the platform names the buyer, and covers the address. */
export type MergeEvidence = 'platform-key' | 'plain-address' | 'account';

export interface MergeKey {
  /** The same for orders that belong together, and for no others. */
  readonly text: string;
  readonly evidence: MergeEvidence;
}

/** Of these the word for the address stands for the person too: they name no buyer. */
const KEY_NAMES_PERSON: ReadonlySet<Platform> = new Set(['pinduoduo']);
/** These name the buyer and no address: whether it is the same is for people to judge. */
const NAMES_ONLY_ACCOUNT: ReadonlySet<Platform> = new Set(['douyin', 'jd']);

const COVER = /[*＊•]/u;

/** The platform's id of the buyer; null where there is none, or a covered one, which is the same for many. */
function buyerOf(facts: FactMap): string | null {
  const id = factOf(facts, 'buyerId');
  return id === null || id === '' || COVER.test(id) ? null : id;
}

const shownOf = (personal: Personal): string => (personal.state === 'masked' ? personal.shown : '');

/** What a platform lets be seen of a covered receiver; '' where that tells nothing. The phone's mask is never looked at. */
function shownPlace({ name, province, city, district, street, detail }: Receiver): string {
  const [person, door] = [shownOf(name), shownOf(detail)];
  if ([person, door].every((text) => text.replace(/[*＊•\s]/gu, '') === '')) return '';
  return JSON.stringify([province, city, district, street, person, door]);
}

/**
 * Under what an order is found to belong with others: shop, buyer and address by the platform's own words. null where these
 * are not known; such an order is never merged. Source: the merge keys of the platforms (docs/merging.md).
 */
export function mergeKeyOf({ shopId, platform, facts, keys }: KeyedOrder): MergeKey | null {
  const receiver = factOf(facts, 'receiver');
  const buyer = buyerOf(facts);
  if (receiver === null || (buyer === null && !KEY_NAMES_PERSON.has(platform))) return null;
  const keyed = (evidence: MergeEvidence, ...parts: readonly string[]): MergeKey => ({
    text: JSON.stringify([shopId, evidence, KEY_NAMES_PERSON.has(platform) ? '' : buyer, ...parts]),
    evidence,
  });
  if (receiver.platformKey) return keyed('platform-key', receiver.platformKey);
  if (buyer === null) return null;
  const { addressKey, recipientKey } = keys;
  if (addressKey !== null && recipientKey !== null) return keyed('plain-address', addressKey, recipientKey);
  const place = NAMES_ONLY_ACCOUNT.has(platform) ? shownPlace(receiver) : '';
  return place === '' ? null : keyed('account', place);
}

/** Whether the key alone is enough to put orders together without a person. */
export const isSure = (key: MergeKey): boolean => key.evidence !== 'account';
