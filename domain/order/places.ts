/** A city (or a county directly under a province) by its administrative area code, with a point inside it. */
export interface City {
  readonly code: string;
  /** Short name of the province, as in region.ts. */
  readonly province: string;
  readonly name: string;
  readonly lng: number;
  readonly lat: number;
}

/** Reference tables about places, handed in as plain data. */
export interface Places {
  /** By six-digit area code. */
  readonly cities: ReadonlyMap<string, City>;
  /**
   * For the first three digits of a mobile number the number's next four digits lead to the area code of the city it was
   * issued in; 0 = not in the table.
   */
  readonly phonePrefixes: ReadonlyMap<string, Uint32Array>;
}

const EARTH_RADIUS_KM = 6_371;
const MOBILE = /^1\d{10}$/u;
const CITY_ENDING = /^(?:市|地区|盟|县|林区|[\p{Script=Han}]*自治[州县])?$/u;

/** The city a mobile number was issued in; null for a number of no known prefix, a landline or a foreign number. */
export function phoneHomeOf(number: string, places: Places): City | null {
  if (!MOBILE.test(number)) return null;
  const code = places.phonePrefixes.get(number.slice(0, 3))?.[Number(number.slice(3, 7))] ?? 0;
  return code === 0 ? null : (places.cities.get(String(code)) ?? null);
}

/** The city of an area code: of a county or district the city it belongs to; null for a code of no known city. */
export function cityOfCode(code: string, places: Places): City | null {
  const { cities } = places;
  return cities.get(code) ?? cities.get(`${code.slice(0, 4)}00`) ?? cities.get(`${code.slice(0, 2)}0000`) ?? null;
}

/** Great-circle distance in whole kilometres (haversine). */
export function distanceKm(a: City, b: City): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const chord = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lng, b.lng);
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, chord))));
}

const BY_NAME = new WeakMap<Places, ReadonlyMap<string, readonly City[]>>();

function citiesByName(places: Places): ReadonlyMap<string, readonly City[]> {
  const known = BY_NAME.get(places);
  if (known !== undefined) return known;
  const byName = new Map<string, City[]>();
  for (const city of places.cities.values()) byName.set(city.name, [...(byName.get(city.name) ?? []), city]);
  BY_NAME.set(places, byName);
  return byName;
}

/** The cities people call by this name (杭州, 杭州市, 恩施土家族苗族自治州); none for a name that is not in the table. */
export function citiesNamed(text: string, places: Places): readonly City[] {
  const byName = citiesByName(places);
  for (const length of [5, 4, 3, 2]) {
    const found = byName.get(text.slice(0, length));
    if (found !== undefined && CITY_ENDING.test(text.slice(length))) return found;
  }
  return [];
}
