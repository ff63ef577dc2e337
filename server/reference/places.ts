import type { City, Places } from '@/domain/order/places';
import CITIES from './cities.json';
import PHONE_PREFIXES from './phone-prefixes.json';

type CityRow = readonly [code: string, province: string, name: string, lng: number, lat: number];

const NUMBERS_OF_PREFIX = 10_000;

/** "2g*b 5i 63": the row of cities.json in base 36, and after a * how many numbers in a row have it; empty = not known. */
function readPrefix(text: string, cities: readonly City[]): Uint32Array {
  const codes = new Uint32Array(NUMBERS_OF_PREFIX);
  let next = 0;
  for (const part of text.split(' ')) {
    const [row = '', run = '1'] = part.split('*');
    const end = next + Number.parseInt(run, 36);
    if (row !== '') codes.fill(Number(cities[Number.parseInt(row, 36)]?.code ?? 0), next, end);
    next = end;
  }
  if (next !== NUMBERS_OF_PREFIX)
    throw new Error(`a phone prefix lists ${next} numbers instead of ${NUMBERS_OF_PREFIX}`);
  return codes;
}

function readPlaces(): Places {
  const cities = (CITIES as unknown as readonly CityRow[]).map(
    ([code, province, name, lng, lat]): City => ({ code, province, name, lng, lat }),
  );
  const prefixes = Object.entries(PHONE_PREFIXES).map(([prefix, text]) => [prefix, readPrefix(text, cities)] as const);
  return { cities: new Map(cities.map((city) => [city.code, city])), phonePrefixes: new Map(prefixes) };
}

/** Cities with a point each and the cities of mobile numbers (README.md beside this file says where they come from). */
export const PLACES: Places = readPlaces();
