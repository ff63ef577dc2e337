import { describe, expect, test } from 'vitest';
import { isMainland, provinceOf, REGIONS, regionOf } from './region';

const OFFICIAL =
  '北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 台湾省 香港特别行政区 澳门特别行政区'.split(
    ' ',
  );

describe('provinceOf', () => {
  test('knows all 34 divisions by their official names, each once', () => {
    const names = OFFICIAL.map((official) => provinceOf(official)?.name);
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(34);
  });

  test('reads a short name as the official name', () => {
    for (const official of OFFICIAL) {
      const province = provinceOf(official);
      expect(provinceOf(province?.name ?? '')).toEqual(province);
    }
  });

  test.each([
    ['上海', '上海', 'east'],
    ['上海市', '上海', 'east'],
    [' 上 海 市 ', '上海', 'east'],
    ['内蒙古自治区', '内蒙古', 'north'],
    ['Inner Mongolia', '内蒙古', 'north'],
    ['Guangdong Province', '广东', 'south'],
    ['GUANGXI', '广西', 'south'],
    ['湖北', '湖北', 'central'],
    ['西藏自治区', '西藏', 'southwest'],
    ['Shaanxi', '陕西', 'northwest'],
    ['Shanxi', '山西', 'north'],
    ['黑龙江省', '黑龙江', 'northeast'],
    ['香港特别行政区', '香港', 'hmt'],
    ['臺灣', '台湾', 'hmt'],
    ['海外', '海外', 'overseas'],
    ['美国', '海外', 'overseas'],
  ])('reads %s as %s in %s', (text, name, region) => {
    expect(provinceOf(text)).toEqual({ name, region });
  });

  test.each(['', '****', '未知', '__proto__', 'constructor', '市'])('does not guess what "%s" means', (text) => {
    expect(provinceOf(text)).toBeNull();
    expect(isMainland(text)).toBeNull();
  });
});

test('only Hong Kong, Macao, Taiwan and abroad are not mainland', () => {
  const outside = OFFICIAL.filter((official) => isMainland(official) === false);
  expect(outside).toEqual(['台湾省', '香港特别行政区', '澳门特别行政区']);
  expect(isMainland('海外')).toBe(false);
});

test('every region has at least one province', () => {
  const used = new Set([...OFFICIAL, '海外'].map(regionOf));
  expect([...used].sort()).toEqual([...REGIONS].sort());
});
