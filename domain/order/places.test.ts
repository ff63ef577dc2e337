import { describe, expect, test } from 'vitest';
import { addressKeyText } from './clean/address-key';
import { landlineProvince } from './clean/landline';
import { assessRecipient } from './clean/recipient';
import type { Receiver } from './order';
import { citiesNamed, cityOfCode, distanceKm, type Places, phoneHomeOf } from './places';
import { somePlaces } from './places.test-data';

const places: Places = somePlaces;

describe('places', () => {
  test('Hangzhou to Ürümqi is 3,226 km, whichever way', () => {
    const [hangzhou, urumqi] = [cityOfCode('330100', places), cityOfCode('650100', places)];
    if (!hangzhou || !urumqi) throw new Error('the cities are not in the table');
    expect(distanceKm(hangzhou, urumqi)).toBe(3_226);
    expect(distanceKm(urumqi, hangzhou)).toBe(3_226);
    expect(distanceKm(urumqi, urumqi)).toBe(0);
  });

  test('a district belongs to its city, a district of a municipality to the municipality', () => {
    expect(cityOfCode('330108', places)?.name).toBe('杭州');
    expect(cityOfCode('110105', places)?.name).toBe('北京');
    expect(cityOfCode('999999', places)).toBeNull();
  });

  test.each([
    ['13800138000', '北京'],
    ['13912345678', null],
    ['19912345678', null],
    ['057188888888', null],
    ['138001380001', null],
    ['', null],
  ])('the number %s was issued in %s', (number, name) => expect(phoneHomeOf(number, places)?.name ?? null).toBe(name));

  test.each([
    ['杭州市', ['330100']],
    ['杭州', ['330100']],
    ['杭州湾', []],
    ['恩施土家族苗族自治州', ['422800']],
    ['', []],
  ])('%s is the city %j', (text, codes) => expect(citiesNamed(text, places).map((city) => city.code)).toEqual(codes));
});

test.each([
  ['01088888888', '北京'],
  ['057188888888', '浙江'],
  ['07558888888', '广东'],
  ['08988888888', '海南'],
  ['08918888888', '西藏'],
  ['13800138000', null],
  ['0571', null],
])('the landline %s belongs to %s', (number, province) => expect(landlineProvince(number)).toBe(province));

const receiver = (change: Partial<Receiver> = {}): Receiver => ({
  name: { state: 'plain', value: '李雷' },
  phone: { state: 'plain', value: '13800138000' },
  province: '浙江省',
  city: '杭州市',
  district: '滨江区',
  street: '',
  detail: { state: 'plain', value: '网商路699号3幢1201室' },
  ...change,
});
const line = (value: string): Partial<Receiver> => ({ detail: { state: 'plain', value } });

describe('assessRecipient', () => {
  test.each<[string, Partial<Receiver>, object]>([
    ['agrees', {}, { state: 'known', contradiction: null }],
    [
      'names a city of another province',
      { city: '乌鲁木齐市' },
      { contradiction: { reason: 'city-elsewhere', span: '浙江 乌鲁木齐市' } },
    ],
    [
      'begins with another province',
      line('广东省深圳市科技园1号'),
      { contradiction: { reason: 'line-elsewhere', span: '浙江 广东' } },
    ],
    [
      'begins with another municipality',
      line('北京市朝阳区望京街9号'),
      { contradiction: { reason: 'line-elsewhere' } },
    ],
    [
      'begins with a city of another province',
      line('新疆乌鲁木齐市友好路1号'),
      { contradiction: { reason: 'line-elsewhere' } },
    ],
    ['repeats its own province', line('浙江省杭州市网商路699号'), { state: 'known', contradiction: null }],
    ['lies on a road named after a city', line('北京路88号'), { state: 'known', contradiction: null }],
    ['lies at a market named after a city', line('上海市场3楼'), { state: 'known', contradiction: null }],
    [
      'gives a landline of another province',
      { phone: { state: 'plain', value: '010-88888888' } },
      { contradiction: { reason: 'landline-elsewhere', span: '浙江 北京' } },
    ],
    ['gives a landline of its own', { phone: { state: 'plain', value: '0571-88888888' } }, { contradiction: null }],
    [
      'gives a mobile number from anywhere',
      { phone: { state: 'plain', value: '13800138000' } },
      { contradiction: null },
    ],
    ['hides its line', { detail: { state: 'masked', shown: '***' } }, { state: 'masked' }],
    [
      'hides its line but names a city elsewhere',
      { city: '乌鲁木齐', detail: { state: 'masked', shown: '***' } },
      { contradiction: { reason: 'city-elsewhere' } },
    ],
    ['gives no line', { detail: { state: 'missing' } }, { state: 'missing' }],
    ['masks its province', { province: '****' }, { state: 'missing' }],
    ['names a county that stands under the province', { city: '省直辖县级行政区划' }, { contradiction: null }],
  ])('a recipient that %s', (_, change, expected) => {
    expect(assessRecipient(receiver(change), places)).toMatchObject(expected);
  });
});

describe('addressKeyText', () => {
  const key = (change: Partial<Receiver> = {}) => addressKeyText(receiver(change));
  test.each<[string, Partial<Receiver>]>([
    ['full-width digits and blanks', line('网商路６９９号 3幢 1201室')],
    ['the region written again', line('浙江省杭州市滨江区网商路699号3幢1201室')],
    ['a remark to the courier', line('网商路699号3幢1201室(放门口)')],
    ['punctuation', line('网商路699号,3幢-1201室')],
    ['another spelling of the province', { province: '浙江' }],
    ['another recipient', { name: { state: 'plain', value: '韩梅梅' } }],
  ])('is the same door with %s', (_, change) => expect(key(change)).toBe(key()));

  test('is another for another room', () => expect(key(line('网商路699号3幢1202室'))).not.toBe(key()));

  test.each<[string, Partial<Receiver>]>([
    ['a masked line', { detail: { state: 'masked', shown: '网商路***' } }],
    ['no line', { detail: { state: 'missing' } }],
    ['a vague line', line('小区门口')],
    ['a locker of strangers', line('网商路699号菜鸟驿站')],
    ['a campus', line('浙江大学紫金港校区3号')],
    ['a compound without a number', line('翡翠湾花园')],
  ])('is nobody’s door with %s', (_, change) => expect(key(change)).toBeNull());
});
