/**
 * Provinces by the beginning of the area code of a landline. Source: the numbering plan of the ministry of industry and
 * information technology (电信网编号计划). Ranges are written as prefixes; longer ones go before shorter ones.
 */
const PREFIXES: Readonly<Record<string, string>> = {
  北京: '010',
  广东: '020 066 075 076',
  上海: '021',
  天津: '022',
  重庆: '023',
  辽宁: '024 041 042',
  江苏: '025 051 0520 0523 0527',
  湖北: '027 071 072',
  四川: '028 081 082 083',
  陕西: '029 091',
  河北: '031 033',
  山西: '034 035',
  河南: '037 039',
  吉林: '043 044',
  黑龙江: '045 046',
  内蒙古: '047 048',
  山东: '053 054 063',
  安徽: '055 056',
  浙江: '057 0580',
  福建: '059',
  云南: '069 087 088',
  江西: '070 079',
  湖南: '073 074',
  广西: '077 078',
  贵州: '085',
  海南: '0898 0899',
  西藏: '089',
  新疆: '090 099',
  甘肃: '093 094',
  宁夏: '095',
  青海: '097',
};
const LANDLINE = /^0\d{9,11}$/u;
const BY_PREFIX: ReadonlyMap<string, string> = new Map(
  Object.entries(PREFIXES).flatMap(([province, prefixes]) => prefixes.split(' ').map((prefix) => [prefix, province])),
);

/** The province whose area code a normalised landline number begins with; null for anything else. */
export function landlineProvince(number: string): string | null {
  if (!LANDLINE.test(number)) return null;
  return BY_PREFIX.get(number.slice(0, 4)) ?? BY_PREFIX.get(number.slice(0, 3)) ?? null;
}
