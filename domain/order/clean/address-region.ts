import { provinceOf } from '../region';

/** One spelling for comparing: NFKC, without white space and quotation marks. */
export function foldAddress(text: string): string {
  return text.normalize('NFKC').replace(/[\s"'“”‘’「」]+/gu, '');
}

/** Divisions at the head of a line, from the province down to the town; 小区, 园区 and the like are places, not divisions. */
const DIVISIONS = [
  /^(?:中国|国家级)/u,
  /^[\p{Script=Han}]{2,7}?(?:省|自治区|特别行政区)/u,
  /^[\p{Script=Han}]{2,6}?(?:市|自治州|地区|盟)(?!场|集|政|民|中心|里|口)/u,
  /^[\p{Script=Han}]{0,8}?(?:高新技术产业开发区|经济技术开发区|经济开发区|保护开发区|开发区|保税区|自由贸易试验区|高新区|新区)/u,
  /^[\p{Script=Han}]{1,6}?(?<![小园社厂校景苑院东西南北矿业宿住生活片区港一二三四五六七八九十0-9A-Za-z])区(?!域|间)/u,
  /^[\p{Script=Han}]{1,6}?(?:县|自治旗|右旗|左旗|旗)(?!舰|帜|袍|道|城|政|医|中|一|二|三|[东西南北]?(?:路|街|大道|大街))/u,
  /^[\p{Script=Han}]{2,5}?市(?!场|集|政|民|中心|里|口)/u,
  /^[\p{Script=Han}]{1,6}?(?:街道|镇|乡|苏木)(?!政府|中心|中学|小学|卫生|医院|路|街|北|南|东|西|村委)/u,
];

/** The line without its leading divisions, as the platform's own fields name them and as people write them again. */
export function withoutRegion(
  line: string,
  region: { readonly province: string; readonly city: string; readonly district: string },
): string {
  const given = [region.province, region.city, region.district].map(foldAddress).filter((part) => part.length > 1);
  let rest = line;
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const part of given) if (rest.startsWith(part)) rest = rest.slice(part.length);
  }
  rest = withoutProvince(rest);
  for (const division of DIVISIONS) rest = rest.replace(division, '');
  return rest;
}

function withoutProvince(line: string): string {
  const length = [3, 2].find(
    (size) => provinceOf(line.slice(0, size)) !== null && !/^[路街道]/u.test(line.slice(size)),
  );
  return length === undefined ? line : line.slice(length).replace(/^(?:省|市)/u, '');
}
