import type { City, Places } from './places';

const CITIES: readonly City[] = [
  { code: '110000', province: '北京', name: '北京', lng: 116.4053, lat: 39.905 },
  { code: '330100', province: '浙江', name: '杭州', lng: 120.1536, lat: 30.2875 },
  { code: '422800', province: '湖北', name: '恩施', lng: 109.5007, lat: 30.2832 },
  { code: '440300', province: '广东', name: '深圳', lng: 114.5435, lat: 22.5439 },
  { code: '650100', province: '新疆', name: '乌鲁木齐', lng: 87.6177, lat: 43.7928 },
];
const beijing = new Uint32Array(10_000);
beijing[13] = 110_000;

/** A few cities, and the numbers that begin with 1380013: Beijing. */
export const somePlaces: Places = {
  cities: new Map(CITIES.map((city) => [city.code, city])),
  phonePrefixes: new Map([['138', beijing]]),
};
