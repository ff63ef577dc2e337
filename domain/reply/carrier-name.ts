/** Carrier codes that platforms and warehouses send instead of a name (Cainiao, Qimen and Kuaidi100 spellings). */
const CARRIER_NAMES: Readonly<Record<string, string>> = {
  sf: '顺丰速运',
  shunfeng: '顺丰速运',
  zto: '中通快递',
  zhongtong: '中通快递',
  yto: '圆通速递',
  yuantong: '圆通速递',
  sto: '申通快递',
  shentong: '申通快递',
  yunda: '韵达快递',
  jt: '极兔速递',
  htky: '极兔速递',
  jtexpress: '极兔速递',
  ems: '邮政 EMS',
  postb: '邮政快递包裹',
  youzhengguonei: '邮政快递包裹',
  jd: '京东物流',
  jdl: '京东物流',
  dbl: '德邦快递',
  debangkuaidi: '德邦快递',
  db: '德邦快递',
};

/** The name a customer knows a carrier by: known codes are spelt out, anything in Chinese is kept, other codes give ''. */
export function carrierName(carrier: string): string {
  const name = carrier.normalize('NFKC').trim();
  return CARRIER_NAMES[name.toLowerCase()] ?? (/\p{Script=Han}/u.test(name) ? name.replace(/[{}【】]/g, '') : '');
}
