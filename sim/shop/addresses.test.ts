import { describe, expect, it } from 'vitest';
import { assessAddress } from '@/domain/order/clean/address';
import { assessPhone } from '@/domain/order/clean/phone';
import { isMainland, provinceOf, REGIONS, regionOf } from '@/domain/order/region';
import { type Address, aCompleteAddress, aRelayAddress, aVagueAddress, PLACES } from './addresses';
import { CATALOGUE } from './catalogue';
import { aBrokenPhone, aName, aPhone } from './people';
import { createRandom } from './random';

const many = <T>(make: () => T, count = 3_000): T[] => Array.from({ length: count }, make);
const assess = (address: Address) => assessAddress({ ...address, detail: { state: 'plain', value: address.detail } });
const phone = (value: string) => assessPhone({ state: 'plain', value });

describe('the addresses of the simulated shop', () => {
  it('lie in all 31 provinces of the mainland and in every mainland region of the board', () => {
    const provinces = new Set(PLACES.map(({ province }) => provinceOf(province)?.name));
    expect(provinces.size).toBe(31);
    expect(PLACES.every(({ province }) => isMainland(province))).toBe(true);
    const regions = new Set(PLACES.map(({ province }) => regionOf(province)));
    expect(regions).toEqual(new Set(REGIONS.filter((region) => region !== 'hmt' && region !== 'overseas')));
  });

  it('are found by a courier when they are complete', () => {
    const random = createRandom(1);
    const lost = many(() => aCompleteAddress(random)).filter((address) => {
      const found = assess(address);
      return found.state !== 'known' || found.vague !== null || found.relay !== null;
    });
    expect(lost).toEqual([]);
  });

  it('are vague when they are meant to be, and name a relay point when they are meant to', () => {
    const random = createRandom(2);
    expect(many(() => aVagueAddress(random), 500).filter((address) => !isVague(address))).toEqual([]);
    const relays = many(() => assess(aRelayAddress(random)), 200);
    expect(relays.every((found) => found.state === 'known' && Boolean(found.relay))).toBe(true);
  });
});

const isVague = (address: Address): boolean => {
  const found = assess(address);
  return found.state === 'known' && found.vague !== null;
};

describe('the people of the simulated shop', () => {
  it('can be called, except where the number is meant to be broken', () => {
    const random = createRandom(3);
    const problems = (make: () => string) =>
      many(make).map((value) => {
        const found = phone(value);
        return found.state === 'known' ? found.problem : found.state;
      });
    expect(problems(() => aPhone(random)).filter((problem) => problem !== null)).toEqual([]);
    expect(problems(() => aBrokenPhone(random)).filter((problem) => problem === null)).toEqual([]);
  });

  it('have names of two to four characters', () => {
    const random = createRandom(4);
    expect(many(() => aName(random)).filter((name) => !/^\p{Script=Han}{2,4}$/u.test(name))).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('has forty articles, each with a SKU of its own and a price in whole fen', () => {
    expect(new Set(CATALOGUE.map(({ sku }) => sku)).size).toBe(40);
    expect(
      CATALOGUE.filter(({ listFen, weight }) => !Number.isInteger(listFen) || listFen < 1 || !(weight > 0)),
    ).toEqual([]);
  });
});
