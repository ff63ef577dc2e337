/**
 * Words of the trade that mean the same to a customer-service agent. Each concept found in a message is a feature of
 * its own beside the character n-grams, so that a wording never seen still shares something with the ones seen.
 */
const CONCEPTS: readonly (readonly [string, RegExp])[] = [
  ['parcel', /快递|快件|物流|包裹|运单|单号|派送|派件|配送|驿站|快递员|揽收|中转|轨迹|自提|到哪|走到/],
  ['signed', /签收|没收到|没见|代收/],
  ['ship', /发货|出库|寄出|发出|出货|待发|仓库|打包|备货|备好|排单/],
  ['when', /什么时候|啥时候|啥时|何时|几号|哪天|多久|几天|多长时间|几点|日期/],
  ['not-yet', /还没|还不|怎么不|咋不|咋还|迟迟|一直|不动|没动静|没更新|不更新|没变/],
  ['address', /地址|收货|收件|门牌|房号|小区|单元|楼层|街道|搬家|省|市|县|镇|转寄|目的地/],
  ['contact', /电话|手机|号码|联系方式|联系人|收货人/],
  ['change', /改|更正|变更|写错|填错|选错|有误|换成|换到|换个/],
  ['cancel', /取消|撤|不要了|不想要|不需要|不买|作废|拦截|拍错|误拍|下错|拍多|重复|退单|别发|不用发|关闭|终止/],
  ['refund', /退款|退钱|钱.{0,5}退|退.{0,4}钱|到账|差价|差额|价保|仅退|原路/],
  ['return', /退货|换货|退换|寄回|回寄|大一码|小一码|大一号|小一号|售后|运费险|无理由|换新|换一/],
  ['broken', /坏|破|裂|碎|瑕疵|损|漏|少发|少了|发错|质量|不符|不合适|洞/],
  ['complain', /投诉|举报|12315|消协|消费者|差评|骗|曝光|介入|小二|工商|假货|假的|垃圾|态度|赔|法律|律师|欺/],
  ['superior', /经理|领导|主管|负责人|老大/],
  ['pay', /付款|支付|付钱|付不|付了|扣款|扣了|花呗|信用卡|银行卡|余额|代付|尾款|分期|转账|打款|结算|结账/],
  ['coupon', /优惠券|红包|满减|抵扣|用券|领券/],
  ['invoice', /发票|开票|专票|普票|增票|抬头|税号|票据|纳税|报销|增值税|电子票|财务/],
  ['stock', /有货|没货|无货|现货|缺货|断货|断码|补货|库存|存货|预售|预定|下架|上架|售罄|卖完|抢光|停产|绝版/],
  ['urgent', /急|手术|生日|婚|赶|医院|住院|来不及|来得及|务必|航班|加钱|救命|开学|考试|演出/],
  ['thanks', /谢|感谢|辛苦|麻烦了|麻烦你了|麻烦您了/],
  ['agree', /^(好|嗯|哦|噢|行|ok|可以|知道|明白|懂|了解|没事|收到)/],
  ['greet', /你好|您好|在吗|在不|在么|哈喽|哈啰|hello|有人|(早上|上午|中午|下午|晚上)好/],
  ['human', /人工|客服|真人|店家|掌柜|小姐姐/],
  [
    'goods',
    /材质|面料|尺码|尺寸|多大|多重|保质|有效期|功率|防水|安装|使用|说明|成分|味|洗|适合|区别|推荐|赠品|质保|保修|斤|公分/,
  ],
];

const EMOJI = /\p{Extended_Pictographic}/u;
const NOISE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Variation_Selector}|\p{Cc}|\p{Cf})+/gu;
const FEELING: readonly (readonly [string, RegExp])[] = [
  ['emoji-thanks', /[👌👍🙏🌹❤😊🤝💐]/u],
  ['emoji-anger', /[😡😠🤬👎💢😤]/u],
];

/** Brings a message to one shape: NFKC, lower case, numbers as 0, repeated signs once, no emoji or control signs. */
export function normaliseMessage(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(NOISE, ' ')
    .replace(/12315/g, '消协')
    .replace(/\d+/g, '0')
    .replace(/[\s,，.。、;；:：~～…"'“”‘’()（）]+/g, ' ')
    .replace(/([!?])[!?]+/g, '$1')
    .replace(/(.)\1{2,}/gu, '$1$1')
    .trim();
}

const OPENING =
  /^(?:亲+|您好|你好|在吗|在么|在不|哈喽|嗨|hello|hi|请问一?下?|好的?|嗯+|哦+|ok|行|谢谢|那|不好意思|打扰一?下?|[呀啊哦呢吧嘛!?\s])+/;
const CLOSING = /(?:谢谢[您你]?|辛苦了?|麻烦[您你]?了|拜托了?|[啊呀哦呢!\s])+$/;

/**
 * A message without the courtesies around it: in 在吗 想问下有没有36码 or 好的那什么时候到 the question counts. What is all
 * courtesy is left as it is.
 */
export function withoutCourtesy(clean: string): string {
  const core = clean.replace(OPENING, '').replace(CLOSING, '');
  return [...core].length >= 3 ? core : clean;
}

const lengthBand = (length: number): string =>
  length <= 2 ? '2' : length <= 4 ? '4' : length <= 7 ? '7' : length <= 14 ? '14' : 'long';

/** Features of a message with their counts: character 1- to 3-grams, concepts, pairs of concepts, length band. */
export function featuresOf(text: string): Map<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string, count = 1) => features.set(feature, (features.get(feature) ?? 0) + count);
  const clean = withoutCourtesy(normaliseMessage(text));
  for (const [name, pattern] of FEELING) if (pattern.test(text)) add(`#${name}`, 2);
  if (clean === '') {
    if (EMOJI.test(text)) add('#only-emoji');
    return features;
  }
  for (const word of clean.split(' ')) {
    const signs = ['^', ...word, '$'];
    for (let size = 1; size <= 3; size += 1) {
      for (let start = 0; start + size <= signs.length; start += 1) {
        if (size > 1 || (start > 0 && start < signs.length - 1)) add(signs.slice(start, start + size).join(''));
      }
    }
  }
  const found = CONCEPTS.filter(([, pattern]) => pattern.test(clean)).map(([name]) => name);
  for (const [index, name] of found.entries()) {
    add(`#${name}`, 2);
    for (const other of found.slice(index + 1)) add(`#${name}+${other}`);
  }
  add(`#length-${lengthBand(clean.length)}`);
  return features;
}
