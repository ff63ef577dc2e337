/** What customers of a busy shop write, by how often: the same questions over and over, now and then an angry one. */
export const QUESTIONS: readonly { readonly share: number; readonly texts: readonly string[] }[] = [
  {
    share: 30,
    texts: ['怎么还没发货？', '什么时候能发货呀', '付款好久了，仓库有没有动静', '今天能发出来吗', '我的单子排到了没'],
  },
  {
    share: 25,
    texts: ['快递到哪了', '物流一直没更新，帮忙看看', '显示已揽收，几天能到', '包裹是不是丢了，都三天没动了'],
  },
  { share: 12, texts: ['地址填错了，能改吗', '麻烦改一下收货地址', '电话写错了一位，帮我改下'] },
  { share: 10, texts: ['不想要了，帮我取消', '拍错了，可以取消订单吗', '重复下单了，退掉一个'] },
  { share: 8, texts: ['退款什么时候到账', '降价了，能退差价吗'] },
  { share: 5, texts: ['收到了，尺码不合适想换一件', '有点瑕疵，怎么退货'] },
  { share: 4, texts: ['能开发票吗，公司抬头', '电子发票怎么弄'] },
  { share: 3, texts: ['孩子生日要用，能加急吗', '后天手术急需，请务必今天发'] },
  { share: 3, texts: ['再不发货我就投诉到12315了', '你们这是虚假发货，我要给差评'] },
];

/** What customers write back once they have been answered. */
export const ANSWERS: readonly string[] = ['好的', '谢谢', '好的，麻烦尽快', '知道了', '那大概几点呢？', '👌'];

/** One of the questions, by share. `random` gives numbers from 0 up to 1. */
export function aQuestion(random: () => number): string {
  let rest = random() * QUESTIONS.reduce((sum, { share }) => sum + share, 0);
  for (const { share, texts } of QUESTIONS) {
    rest -= share;
    if (rest < 0) return oneOf(texts, random);
  }
  return oneOf(QUESTIONS[0]?.texts ?? [], random);
}

export const oneOf = (texts: readonly string[], random: () => number): string =>
  texts[Math.floor(random() * texts.length)] ?? '';
