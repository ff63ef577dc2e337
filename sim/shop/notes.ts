/** What buyers write beside an order. Most write nothing. */
export const PLAIN_NOTES: readonly string[] = [
  '放门口就行',
  '放丰巢',
  '周末送,工作日没人',
  '麻烦包装严实一点',
  '送之前打个电话',
  '要发票',
  '颜色别发错',
  '帮忙写张贺卡',
  '家里有狗,请先打电话',
  '可以拆单发',
];

/** Notes of somebody who is really in a hurry. */
export const URGENT_NOTES: readonly string[] = [
  '手术急需,请务必今天发出',
  '后天孩子生日礼物,麻烦快一点',
  '生日礼物,请写贺卡',
  '加急!出差要用',
  '急用,尽快安排',
  '等着用,今天必须发',
  '搬家急需,谢谢',
];

/** The same words said to the contrary: nobody is in a hurry. */
export const CALM_NOTES: readonly string[] = [
  '不急,慢慢发',
  '不着急,等齐了一起发',
  '不用加急',
  '不是很急,避开周末就行',
  '加急就不用了,谢谢',
  '不需要尽快,国庆后发也行',
];
