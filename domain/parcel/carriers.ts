/** The usual carriers: how Kuaidi100 spells them, and how platforms, warehouses and people do. */
const CARRIERS: Readonly<Record<string, readonly string[]>> = {
  shunfeng: ['sf', 'sfexpress', '顺丰'],
  zhongtong: ['zto', '中通'],
  yuantong: ['yto', '圆通'],
  shentong: ['sto', '申通'],
  yunda: ['yundaexpress', '韵达'],
  jtexpress: ['jt', 'jtsd', '极兔'],
  ems: ['eyb', 'ems快递', '邮政ems'],
  youzhengguonei: ['postb', 'youzheng', '邮政快递包裹', '邮政'],
  jd: ['jdl', 'jdkd', '京东'],
  debangkuaidi: ['dbl', 'db', 'debang', 'debangwuliu', '德邦'],
};

const CODE_OF = new Map(
  Object.entries(CARRIERS).flatMap(([code, names]) => [code, ...names].map((name) => [name, code] as const)),
);

/** A carrier's code at Kuaidi100, from any usual spelling; '' for one that is not known. */
export function kuaidi100Carrier(carrier: string): string {
  const name = carrier.normalize('NFKC').trim().toLowerCase();
  const short = name.replace(/(速运|速递|快递|快运|物流|集团|有限公司)+$/u, '');
  return CODE_OF.get(name) ?? CODE_OF.get(short) ?? '';
}
