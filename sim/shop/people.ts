import type { Random } from './random';

const SURNAMES = [
  ...('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷'.match(
    /./gu,
  ) ?? []),
  ...['欧阳', '上官', '司马', '诸葛', '尉迟'],
];
const GIVEN = [
  ...['子涵', '雨桐', '浩然', '欣怡', '梓轩', '诗涵', '宇航', '佳怡', '俊杰', '思远', '晓东', '海燕', '建国', '秀英'],
  ...['志强', '丽娟', '文静', '国平', '春梅', '立新', '婷婷', '晨曦', '嘉豪', '若曦', '一诺', '明轩', '雅琴', '振华'],
  ...['磊', '静', '敏', '强', '洋', '艳', '勇', '娜', '杰', '涛', '超', '霞', '平', '刚', '桂兰', '玉珍', '云', '帆'],
];

/** Prefixes that the four carriers have handed out. */
const PREFIXES = [
  ...['134', '135', '136', '137', '138', '139', '147', '150', '151', '152', '157', '158', '159', '178', '182', '183'],
  ...['184', '187', '188', '195', '198', '130', '131', '132', '155', '156', '166', '175', '176', '185', '186', '196'],
  ...['133', '149', '153', '173', '177', '180', '181', '189', '190', '191', '193', '199', '192'],
];
const digits = (random: Random, count: number): string => String(random.int(0, 10 ** count - 1)).padStart(count, '0');

export const aName = (random: Random): string => `${random.oneOf(SURNAMES)}${random.oneOf(GIVEN)}`;

/** A mobile number that could exist. */
export const aPhone = (random: Random): string => `${random.oneOf(PREFIXES)}${digits(random, 8)}`;

/** A number nobody can dial: a digit short, a digit too many, a carrier that does not exist, letters, one digit repeated. */
export function aBrokenPhone(random: Random): string {
  const good = aPhone(random);
  switch (random.int(0, 4)) {
    case 0:
      return good.slice(0, 10);
    case 1:
      return `${good}${random.int(1, 9)}`;
    case 2:
      return `12${digits(random, 9)}`;
    case 3:
      return `${good.slice(0, 7)}O${good.slice(8)}`;
    default:
      return '11111111111';
  }
}

export const maskedName = (name: string): string => `${name.slice(0, 1)}**`;
export const maskedPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;
/** As shop platforms cover a line: its first characters, then stars. */
export const maskedDetail = (detail: string): string => `${detail.slice(0, 2)}******`;

/** First octets of ranges that Chinese providers use for homes and phones. */
const HOMES = [
  36, 39, 42, 49, 58, 59, 60, 61, 106, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123,
];
const PHONES = [124, 125, 171, 175, 180, 182, 183, 218, 219, 220, 221, 222, 223];

export const anIp = (random: Random): string =>
  [random.oneOf([...HOMES, ...PHONES]), random.int(1, 254), random.int(0, 255), random.int(1, 254)].join('.');
