import type { AddressAssessment, VagueReason } from '../assessments';
import type { Receiver } from '../order';
import { provinceOf } from '../region';
import { foldAddress, withoutRegion } from './address-region';
import {
  BARE_DOOR,
  BUILDING,
  DOOR,
  FILLER,
  GENERIC,
  LANDMARK,
  NOT_A_DOOR,
  OFFICE,
  PICKUP_NOTE,
  RELATIVE,
  RELAY,
  ROAD,
  ROAD_AND_NUMBER,
  VILLAGE_GROUP,
} from './address-words';

export type AddressToAssess = Pick<Receiver, 'province' | 'city' | 'district' | 'street' | 'detail'>;
type Vague = { readonly reason: VagueReason; readonly span: string };

/** Longer text is judged by its beginning; no real address comes near it. */
const LONGEST = 300;
const SPAN_AT_MOST = 12;
const SHORTEST = 3;

/**
 * Judges whether a courier could find the door. Complete: a road or a named place with a number, a village group, or
 * a named building or compound. Vague: only a landmark ("小区门口", "学校旁边"), no number and no named building,
 * too short, nothing but the region, no region at all. Masked or missing addresses are not judged. The span holds the
 * landmark's or relay point's own words, never the whole address, and at most 12 characters.
 */
export function assessAddress(address: AddressToAssess): AddressAssessment {
  const { detail } = address;
  if (detail.state !== 'plain') return { state: detail.state };
  const text = foldAddress(detail.value.slice(0, LONGEST));
  const relay = RELAY.exec(`${foldAddress(address.street)}${text}`)?.[0] ?? null;
  return { state: 'known', vague: vaguenessOf(text, address), relay: relay === null ? null : short(relay) };
}

function vaguenessOf(text: string, address: AddressToAssess): Vague | null {
  const street = foldAddress(address.street);
  const local = withoutRegion(text, address);
  if (local === '' && !hasOwnPlace(street)) return { reason: 'empty-detail', span: '' };
  if (isWithoutRegion(address, text)) return { reason: 'no-region', span: '' };
  const place = `${withoutRegion(street, address)}${local}`;
  const spoken = place.replace(PICKUP_NOTE, '').replace(NOT_A_DOOR, '');
  if (findsDoor(spoken)) return null;
  if (namesBuilding(spoken) || (local !== text && namesOffice(local))) return null;
  const landmark = LANDMARK.exec(place) ?? RELATIVE.exec(place);
  if (landmark !== null) return { reason: 'landmark-only', span: short(landmark[0]) };
  const isShort = Array.from(withoutDoors(spoken)).length < SHORTEST;
  return isShort ? { reason: 'too-short', span: '' } : { reason: 'no-number', span: roadIn(spoken) };
}

const withoutDoors = (place: string): string => place.replace(DOOR, '').replace(BARE_DOOR, '');

/** A number counts where something with a name of its own stands beside it: "学校旁边二楼" has none. */
function findsDoor(place: string): boolean {
  if (VILLAGE_GROUP.test(place) || ROAD_AND_NUMBER.test(place)) return true;
  const numbered = withoutDoors(place);
  if (numbered === place) return false;
  const named = numbered.replace(RELATIVE_ALL, '').replace(GENERIC, '').replace(FILLER, '');
  return /[\p{Script=Han}A-Za-z]{2,}/u.test(named);
}

const RELATIVE_ALL = new RegExp(RELATIVE.source, 'gu');

/** A named building, compound or company that is itself the destination, not the thing beside which it lies. */
function namesBuilding(place: string): boolean {
  for (const found of place.matchAll(BUILDING)) {
    const rest = place.slice(found.index + found[0].length);
    const name = (found.groups?.name ?? '').replace(GENERIC, '').replace(FILLER, '');
    if (Array.from(name).length >= 2 && !STARTS_RELATIVE.test(rest)) return true;
  }
  return false;
}

/** The office of the division that stood before it; the line named the division just before. */
function namesOffice(local: string): boolean {
  return [...local.matchAll(OFFICE)].some(
    (found) => found.index === 0 && !STARTS_RELATIVE.test(local.slice(found[0].length)),
  );
}

const STARTS_RELATIVE = new RegExp(`^(?:的|正|斜|大)?(?:${RELATIVE.source})`, 'u');

function isWithoutRegion(address: AddressToAssess, text: string): boolean {
  const given = [address.province, address.city, address.district].some((part) => part.trim() !== '');
  if (given) return false;
  return !/[\p{Script=Han}]{2,}(?:省|市|区|县|州|旗|镇|乡)/u.test(text) && provinceOf(text.slice(0, 2)) === null;
}

const hasOwnPlace = (street: string): boolean => ROAD.test(street);
const roadIn = (place: string): string => short(ROAD.exec(place)?.[0] ?? '');
/** A span is shown to everybody: digits that could be a number of somebody's are hidden. */
const short = (span: string): string =>
  Array.from(span.replace(/\d{4,}/gu, (digits) => '*'.repeat(digits.length)))
    .slice(0, SPAN_AT_MOST)
    .join('');
