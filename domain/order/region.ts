/** Sales regions of mainland China. */
export const MAINLAND_REGIONS = ['east', 'south', 'north', 'central', 'southwest', 'northwest', 'northeast'] as const;
/** Sales regions of the board; every province belongs to exactly one. Their names are in messages/. */
export const REGIONS = [...MAINLAND_REGIONS, 'hmt', 'overseas'] as const;
export type Region = (typeof REGIONS)[number];

/** A first-level division under its short name ("上海", "内蒙古"), or 海外 for everything abroad. */
export interface Province {
  readonly name: string;
  readonly region: Region;
}

const PROVINCES: Readonly<Record<Region, Readonly<Record<string, string>>>> = {
  east: {
    上海: 'shanghai',
    江苏: 'jiangsu',
    浙江: 'zhejiang',
    安徽: 'anhui',
    福建: 'fujian',
    江西: 'jiangxi',
    山东: 'shandong',
  },
  south: { 广东: 'guangdong', 广西: 'guangxi', 海南: 'hainan' },
  north: { 北京: 'beijing', 天津: 'tianjin', 河北: 'hebei', 山西: 'shanxi', 内蒙古: 'innermongolia' },
  central: { 河南: 'henan', 湖北: 'hubei', 湖南: 'hunan' },
  southwest: { 重庆: 'chongqing', 四川: 'sichuan', 贵州: 'guizhou', 云南: 'yunnan', 西藏: 'tibet' },
  northwest: { 陕西: 'shaanxi', 甘肃: 'gansu', 青海: 'qinghai', 宁夏: 'ningxia', 新疆: 'xinjiang' },
  northeast: { 辽宁: 'liaoning', 吉林: 'jilin', 黑龙江: 'heilongjiang' },
  hmt: { 香港: 'hongkong', 澳门: 'macao', 台湾: 'taiwan' },
  overseas: { 海外: 'overseas' },
};

const OTHER_SPELLINGS: Readonly<Record<string, string>> = {
  xizang: '西藏',
  neimenggu: '内蒙古',
  neimongol: '内蒙古',
  xianggang: '香港',
  aomen: '澳门',
  macau: '澳门',
  hk: '香港',
  臺灣: '台湾',
  台灣: '台湾',
  澳門: '澳门',
  国外: '海外',
  境外: '海外',
  abroad: '海外',
};

const COUNTRIES =
  '美国 加拿大 英国 法国 德国 意大利 西班牙 荷兰 俄罗斯 日本 韩国 新加坡 马来西亚 泰国 越南 印度尼西亚 菲律宾 印度 澳大利亚 新西兰 阿联酋 巴西 墨西哥 瑞士 瑞典';

/** Endings of official names, longest first: 新疆维吾尔自治区 -> 新疆. */
const ENDINGS = /(?:维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|特區|省|市)$/u;
const LATIN_ENDINGS = /(?:autonomousregion|specialadministrativeregion|municipality|province|city|sheng|shi|sar)$/;

const BY_SPELLING: ReadonlyMap<string, Province> = buildIndex();

function buildIndex(): Map<string, Province> {
  const index = new Map<string, Province>();
  for (const region of REGIONS) {
    for (const [name, pinyin] of Object.entries(PROVINCES[region])) {
      const province: Province = { name, region };
      index.set(name, province).set(pinyin, province);
      // As platforms mostly write them: found without looking at the ending.
      index.set(`${name}省`, province).set(`${name}市`, province);
    }
  }
  const abroad: Province = { name: '海外', region: 'overseas' };
  for (const country of COUNTRIES.split(' ')) index.set(country, abroad);
  for (const [spelling, name] of Object.entries(OTHER_SPELLINGS)) {
    const province = index.get(name);
    if (province !== undefined) index.set(spelling, province);
  }
  return index;
}

/**
 * The province a platform means: 上海, 上海市, 内蒙古自治区, Guangdong Province … null for blank, masked ("****") or
 * unknown text, so that a rule on it answers "unknown" and never guesses.
 */
export function provinceOf(text: string): Province | null {
  const exact = BY_SPELLING.get(text);
  if (exact !== undefined) return exact;
  const plain = text
    .normalize('NFKC')
    .replace(/[\s'’·.-]+/gu, '')
    .toLowerCase();
  return (
    BY_SPELLING.get(plain) ??
    BY_SPELLING.get(plain.replace(ENDINGS, '')) ??
    BY_SPELLING.get(plain.replace(LATIN_ENDINGS, '')) ??
    null
  );
}

/** The board's region of a province; 'unknown' when the province is not known. */
export function regionOf(province: string): Region | 'unknown' {
  return provinceOf(province)?.region ?? 'unknown';
}

/** True in mainland China; false in Hong Kong, Macao, Taiwan and abroad; null when the province is not known. */
export function isMainland(province: string): boolean | null {
  const region = regionOf(province);
  return region === 'unknown' ? null : region !== 'hmt' && region !== 'overseas';
}
