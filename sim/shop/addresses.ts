import { EASTERN_PLACES } from './places-east';
import { WESTERN_PLACES } from './places-west';
import type { Random } from './random';

export interface Place {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly streets: readonly string[];
  readonly roads: readonly string[];
}
export interface Address {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
  readonly detail: string;
}

const placeOf = (line: string): Place => {
  const [province = '', city = '', district = '', streets = '', roads = ''] = line.split('|');
  return { province, city, district, streets: streets.split(','), roads: roads.split(',') };
};

/** Where the shop's buyers live. */
export const PLACES: readonly Place[] = [...EASTERN_PLACES, ...WESTERN_PLACES].map(placeOf);

const COMPOUNDS = [
  '阳光花园',
  '锦绣家园',
  '翠湖名苑',
  '金色佳园',
  '御景华府',
  '和平新村',
  '绿洲小区',
  '学府雅苑',
  '江畔公馆',
];
const TOWERS = ['恒通大厦', '创业大厦', '中银广场', '国贸中心', '时代广场', '科技大厦', '凯旋国际'];
const SHOPS = ['便民水果店', '晨光文具店', '老王五金', '美丽理发店', '康乐药房'];

/** A detail line that leads a courier to a door. */
function completeDetail(random: Random, { roads }: Place): string {
  const road = `${random.oneOf(roads)}${random.int(1, 899)}号`;
  switch (random.int(0, 5)) {
    case 0:
      return `${road}${random.oneOf(TOWERS)}${random.int(2, 28)}层${random.int(1, 28)}${random.int(10, 99)}室`;
    case 1:
      return `${road}${random.oneOf(SHOPS)}`;
    case 2:
      return `${road}${random.int(1, 30)}栋${random.int(1, 6)}单元${random.int(1, 32)}0${random.int(1, 4)}室`;
    case 3:
      return `${random.oneOf(COMPOUNDS)}${random.int(1, 40)}号楼${random.int(101, 3204)}`;
    default:
      return `${road}${random.oneOf(COMPOUNDS)}${random.int(1, 30)}幢${random.int(1, 6)}单元${random.int(101, 3204)}室`;
  }
}

const VAGUE_DETAILS = [
  ...['小区门口', '学校旁边', '超市对面', '村口小卖部', '菜市场门口', '公司楼下', '医院后门', '地铁站出口', '老地方'],
  ...['大桥旁边', '工地门口', '幼儿园对面', '十字路口', '快递站', '镇上邮局旁边', '公园东门'],
];
const RELAY_DETAILS = ['物流园A区临时仓3号', '城北路16号代收点', '国际转运仓B12号', '南环路88号中转仓'];

const at = (random: Random, place: Place, detail: string): Address => ({
  province: place.province,
  city: place.city,
  district: place.district,
  street: random.oneOf(place.streets),
  detail,
});

export function aCompleteAddress(random: Random): Address {
  const place = random.oneOf(PLACES);
  return at(random, place, completeDetail(random, place));
}
/** An address with which no courier finds the door. */
export const aVagueAddress = (random: Random): Address => at(random, random.oneOf(PLACES), random.oneOf(VAGUE_DETAILS));
/** An address that names a relay point, where goods change hands out of sight. */
export const aRelayAddress = (random: Random): Address => at(random, random.oneOf(PLACES), random.oneOf(RELAY_DETAILS));
