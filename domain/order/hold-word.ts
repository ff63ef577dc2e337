/**
 * What platforms call it when an order must not leave, with its English. The Chinese is the platform's own word, or ours where it
 * has only a number; it is what facts keep. (In brackets behind it stands the platform's code.)
 */
const IN_ENGLISH = {
  商品已被平台关闭: 'Article closed by the platform',
  商品已全部退款: 'All articles refunded',
  退款: 'Refund',
  等待卖家同意退款: 'Refund waits for the seller',
  等待买家退货: 'Waits for the buyer to send it back',
  等待卖家确认收货: 'Return waits for the seller to confirm it',
  卖家拒绝退款: 'Seller refused the refund',
  'TOP 拦截': 'Stopped by TOP',
  天猫拼团拦截: 'Stopped: group purchase on Tmall',
  分享购拦截: 'Stopped: shared purchase',
  天猫国际拦截: 'Stopped by Tmall Global',
  已锁定: 'Locked',
  已暂停: 'Paused',
  售后中: 'After-sale open',
  售后申请: 'After-sale asked for',
  售后退货中: 'After-sale: on its way back',
  售后已发货: 'After-sale: sent back',
  售后换货商家发货: 'After-sale: exchange to be sent',
  待退款: 'Refund pending',
  暂停发货: 'Shipping paused',
  区域管控延迟发货: 'Shipping delayed for the region',
  买家申请退款: 'Buyer asks for a refund',
  买家申请退货退款: 'Buyer asks to return it for a refund',
  '商家同意退款,退款中': 'Seller agreed, being refunded',
  '平台同意退款,退款中': 'Platform agreed, being refunded',
  '驳回退款,待买家处理': 'Refund refused, up to the buyer',
  '同意退货退款,待买家发货': 'Return agreed, buyer is to send it',
  平台处理中: 'Handled by the platform',
  '换货或补寄,待商家处理': 'Exchange or resend, up to the seller',
  '换货或补寄,待买家处理': 'Exchange or resend, up to the buyer',
  换货补寄待买家确认: 'Exchange or resend, buyer is to confirm',
  风控审核中: 'Under risk review',
  售后处理中: 'After-sale under way',
} as const satisfies Readonly<Record<string, string>>;

/** A word that can be said in both languages. */
export type HoldWord = keyof typeof IN_ENGLISH;

const isKnown = (word: string): word is HoldWord => Object.hasOwn(IN_ENGLISH, word);

/** The word with the platform's code behind it. */
export const holdWithCode = (word: HoldWord, code: string | number | null | undefined): string => `${word} (${code})`;

/** A hold in the page's language, its code kept; what nobody has translated stays as its source says it. */
export function holdText(hold: string, language: 'zh-CN' | 'en'): string {
  const [, word = '', code = ''] = /^(.*?)( \([^()]*\))?$/u.exec(hold) ?? [];
  return language === 'en' && isKnown(word) ? `${IN_ENGLISH[word]}${code}` : hold;
}
