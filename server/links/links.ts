import { KUAIDI100 } from './kuaidi100/kuaidi100';
import type { Link, LinkKind } from './link';
import { QIMEN } from './qimen/qimen';
import { WECHAT_PAY } from './wechat-pay/wechat-pay';

/** Every kind of system beside the shop platforms. */
export const LINKS: Readonly<Record<LinkKind, Link>> = {
  qimen: QIMEN,
  kuaidi100: KUAIDI100,
  'wechat-pay': WECHAT_PAY,
};
