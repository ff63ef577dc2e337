import type { RobotMessage } from '../links/robots/robot';
import type { NoticeEvent, NoticeLocale } from './channel-fields';

/** What happened of one kind: how often, and the newest few of what it happened to. Order numbers only, nothing personal. */
export interface PostPart {
  readonly event: NoticeEvent;
  readonly count: number;
  readonly orderNos: readonly string[];
}

interface Words {
  readonly events: Readonly<Record<NoticeEvent, (count: number) => string>>;
  readonly title: (whats: string) => string;
  readonly between: string;
  readonly orders: (orderNos: readonly string[], more: number) => string;
  readonly open: string;
  readonly testTitle: string;
  readonly testLine: string;
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const WORDS: Readonly<Record<NoticeLocale, Words>> = {
  'zh-CN': {
    events: {
      hold: (count) => `${count} 单锁定待核实`,
      overdue: (count) => `${count} 张任务卡超时`,
      unclaimed: (count) => `${count} 张任务卡无人认领`,
      'urgent-late': (count) => `${count} 个加急单仓库超时未接单`,
      conflicts: () => '冲突订单占比过高',
      silent: (count) => `${count} 个店铺或外部系统长时间没有消息`,
      'pushes-lost': (count) => `${count} 个店铺的推送有遗漏`,
      stock: (count) => `${count} 次出库超过账面库存`,
    },
    title: (whats) => `观潮：${whats}`,
    between: '，',
    orders: (orderNos, more) => `订单 ${orderNos.join('、')}${more > 0 ? ` 等，另有 ${more} 单` : ''}`,
    open: '打开观潮处理',
    testTitle: '观潮：测试消息',
    testLine: '收到这条消息，说明通知渠道已接通。',
  },
  en: {
    events: {
      hold: (count) => `${plural(count, 'order', 'orders')} held for review`,
      overdue: (count) => `${plural(count, 'card', 'cards')} overdue`,
      unclaimed: (count) => `${plural(count, 'card', 'cards')} claimed by nobody`,
      'urgent-late': (count) =>
        `${plural(count, 'urgent order', 'urgent orders')} not accepted by the warehouse in time`,
      conflicts: () => 'too many orders in conflict',
      silent: (count) => `${plural(count, 'connection', 'connections')} not heard from`,
      'pushes-lost': (count) => `${plural(count, 'shop loses', 'shops lose')} pushes`,
      stock: (count) => `stock left ${plural(count, 'time', 'times')} that the ledger did not have`,
    },
    title: (whats) => `Tidewatch: ${whats}`,
    between: ', ',
    orders: (orderNos, more) => `Orders ${orderNos.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    open: 'Open Tidewatch',
    testTitle: 'Tidewatch: test message',
    testLine: 'If you can read this, the notice channel works.',
  },
};

/** The text of a post in the channel's language. */
export function postMessage(
  post: { readonly id: string; readonly parts: readonly PostPart[] },
  locale: NoticeLocale,
  origin: string,
): RobotMessage {
  const words = WORDS[locale];
  const whats = post.parts.map(({ event, count }) => words.events[event](count));
  const lines = post.parts.map(({ orderNos, count }, index) => {
    const orders = orderNos.length === 0 ? '' : ` · ${words.orders(orderNos, count - orderNos.length)}`;
    return `${whats[index]}${orders}`;
  });
  return {
    id: `notice-${post.id}`,
    title: words.title(whats.join(words.between)),
    lines,
    link: { text: words.open, url: `${origin}/desk` },
    data: { parts: post.parts, url: `${origin}/desk` },
  };
}

/** What the test button sends. */
export function testMessage(id: string, locale: NoticeLocale, origin: string): RobotMessage {
  const { testTitle, testLine, open } = WORDS[locale];
  return {
    id: `notice-${id}`,
    title: testTitle,
    lines: [testLine],
    link: { text: open, url: `${origin}/desk` },
    data: { isTest: true, url: `${origin}/desk` },
  };
}
