import type { Instant } from '@/domain/clocks/instant';
import { shownReason } from '@/domain/intake/reason';
import type { Locale } from './export-list';

/** The words of exported lists for what the database keeps by code; a test holds them to those of the screens. */
export const TERMS = {
  'zh-CN': {
    platform: {
      taobao: '淘宝天猫',
      jd: '京东',
      douyin: '抖音',
      pinduoduo: '拼多多',
      wechat: '微信',
      generic: '自营商城',
    },
    stage: {
      payment: '支付验证',
      review: '审单',
      picking: '拣货',
      packing: '打包出库',
      collection: '揽收',
      delivery: '配送签收',
    },
    class: {
      normal: '常规',
      confirm: '待确认',
      abnormal: '异常',
      urgent: '加急',
    },
    state: {
      unpaid: '未付款',
      'to-review': '待审核',
      'to-ship': '待发货',
      shipped: '已发货',
      abnormal: '异常',
      closed: '已完结',
    },
    review: {
      pending: '待审核',
      held: '已锁定待核实',
      released: '已放行',
      rejected: '已拦下',
    },
    region: {
      east: '华东',
      south: '华南',
      north: '华北',
      central: '华中',
      southwest: '西南',
      northwest: '西北',
      northeast: '东北',
      hmt: '港澳台',
      overseas: '海外',
      unknown: '未知',
    },
    mark: {
      'remote-region': '偏远地区',
      'phone-malformed': '电话格式不对',
      'duty-terms-open': '境外未约定税费',
      'duty-terms-unstated': '境外未说明税费',
    },
    conflict: {
      'paid-amount': '实付与应付不符',
      'paid-not-confirmed': '已收款，平台仍为未付',
      'shipped-not-packed': '平台已发货，仓库未打包',
      'cancelled-but-shipped': '已取消，仓库却发货',
      'tracking-no': '运单号不一致',
      'signed-not-shipped': '已签收，平台未发货',
    },
    letter: {
      unreadable: '读不懂',
      failing: '处理失败',
      retrying: '重试中',
      conflict: '内容冲突',
      fetch: '取单失败',
      link: '连接消息未读入',
      'link-conflict': '连接内容冲突',
    },
    role: {
      agent: '客服',
      supervisor: '主管',
      manager: '经理',
      admin: '管理员',
    },
    right: {
      'watch-group': '查看分组',
      'work-group': '处理分组',
      'lead-group': '代管分组',
    },
    grant: {
      pending: '未开始',
      active: '生效中',
      expired: '已到期',
      revoked: '已收回',
    },
    movement: {
      reserved: '订单占用',
      released: '释放',
      shipped: '出库',
      adjusted: '人工调整',
      warehouse: '仓库异动',
    },
  },
  en: {
    platform: {
      taobao: 'Taobao/Tmall',
      jd: 'JD',
      douyin: 'Douyin',
      pinduoduo: 'Pinduoduo',
      wechat: 'WeChat',
      generic: 'Own shop',
    },
    stage: {
      payment: 'Payment',
      review: 'Review',
      picking: 'Picking',
      packing: 'Packing',
      collection: 'Collection',
      delivery: 'Delivery',
    },
    class: {
      normal: 'Normal',
      confirm: 'To confirm',
      abnormal: 'Abnormal',
      urgent: 'Urgent',
    },
    state: {
      unpaid: 'Unpaid',
      'to-review': 'To review',
      'to-ship': 'To ship',
      shipped: 'Shipped',
      abnormal: 'Abnormal',
      closed: 'Closed',
    },
    review: {
      pending: 'To review',
      held: 'Held for review',
      released: 'Released',
      rejected: 'Kept back',
    },
    region: {
      east: 'East',
      south: 'South',
      north: 'North',
      central: 'Central',
      southwest: 'Southwest',
      northwest: 'Northwest',
      northeast: 'Northeast',
      hmt: 'HK/MO/TW',
      overseas: 'Overseas',
      unknown: 'Unknown',
    },
    mark: {
      'remote-region': 'Remote region',
      'phone-malformed': 'Malformed phone',
      'duty-terms-open': 'Abroad, duties open',
      'duty-terms-unstated': 'Abroad, duties not stated',
    },
    conflict: {
      'paid-amount': 'Received is not what was due',
      'paid-not-confirmed': 'Paid, yet unpaid on the platform',
      'shipped-not-packed': 'Shipped on the platform, not packed',
      'cancelled-but-shipped': 'Cancelled, yet shipped',
      'tracking-no': 'Different tracking numbers',
      'signed-not-shipped': 'Delivered, yet not shipped on the platform',
    },
    letter: {
      unreadable: 'Unreadable',
      failing: 'Failing',
      retrying: 'Retrying',
      conflict: 'Conflict',
      fetch: 'Not fetched',
      link: 'Link, not read',
      'link-conflict': 'Link, other body',
    },
    role: {
      agent: 'Agent',
      supervisor: 'Supervisor',
      manager: 'Manager',
      admin: 'Administrator',
    },
    right: {
      'watch-group': 'Watch group',
      'work-group': 'Work in group',
      'lead-group': 'Lead group',
    },
    grant: {
      pending: 'Not yet',
      active: 'Active',
      expired: 'Over',
      revoked: 'Taken back',
    },
    movement: {
      reserved: 'Held',
      released: 'Let go',
      shipped: 'Shipped',
      adjusted: 'Adjusted',
      warehouse: 'Warehouse',
    },
  },
} as const satisfies Record<Locale, unknown>;

export type TermKind = keyof (typeof TERMS)['en'];
const YES = { 'zh-CN': '是', en: 'yes' } as const;

/** Puts what the database keeps into words and forms that people read. */
export interface ExportWords {
  readonly term: (kind: TermKind, code: string | null) => string;
  readonly yes: (is: boolean) => string;
  /** A stored reason as its sentence. */
  readonly reason: (stored: string) => string;
  readonly time: (at: Instant | null) => string;
  /** Yuan with two places, as a number. */
  readonly yuan: (fen: number | null) => number | null;
}

const CHINA_AHEAD_MS = 8 * 3_600_000;

/** "2026-11-11 08:00:00", Chinese time. */
export const timeText = (at: Instant): string =>
  new Date(at + CHINA_AHEAD_MS).toISOString().slice(0, 19).replace('T', ' ');

export const wordsIn = (locale: Locale): ExportWords => ({
  term: (kind, code) => {
    const terms: Readonly<Record<string, string>> = TERMS[locale][kind];
    return code === null ? '' : (terms[code] ?? code);
  },
  reason: (stored) => shownReason(stored, locale),
  yes: (is) => (is ? YES[locale] : ''),
  time: (at) => (at === null ? '' : timeText(at)),
  yuan: (fen) => (fen === null ? null : fen / 100),
});
