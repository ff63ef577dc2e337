import type { Platform } from '@/domain/order/platform';
import type { Role } from '@/server/context';

export const EAST = 'east-1';
const SOUTH = 'south-2';

export const GROUPS: readonly { readonly id: string; readonly name: string; readonly region: string }[] = [
  { id: EAST, name: '华东一组', region: 'east' },
  { id: SOUTH, name: '华南二组', region: 'south' },
];

export interface DemoShop {
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  readonly groupId: string;
  /** How much of the orders are its own. */
  readonly weight: number;
  /** Whether what its buyers order twice goes as one parcel, and how long released orders wait for that. */
  readonly merges?: { readonly mode: 'suggest' | 'automatic'; readonly waitMinutes: number };
}

const SUGGESTED = { mode: 'suggest', waitMinutes: 3 } as const;
const BY_ITSELF = { mode: 'automatic', waitMinutes: 2 } as const;

/** All speak the generic protocol; the platform is where their buyers are. */
export const SHOPS: readonly DemoShop[] = [
  { id: 'demo-mall', name: '潮汐生活 自营商城', platform: 'generic', groupId: EAST, weight: 40, merges: SUGGESTED },
  { id: 'demo-taobao', name: '潮汐生活 淘宝店', platform: 'taobao', groupId: EAST, weight: 28, merges: BY_ITSELF },
  { id: 'demo-douyin', name: '潮汐生活 抖音店', platform: 'douyin', groupId: EAST, weight: 22 },
  { id: 'south-duoduo', name: '潮汐南仓 拼多多店', platform: 'pinduoduo', groupId: SOUTH, weight: 10 },
];

/** Shops whose platforms name orders, or let them be looked for, instead of pushing them; their orders begin with the simulator. */
export const HINTED_SHOPS = {
  doudian: { id: 'demo-doudian', name: '潮汐生活 抖店', platform: 'douyin', groupId: EAST },
  taobao: { id: 'demo-tmall', name: '潮汐生活 天猫店', platform: 'taobao', groupId: EAST },
  jd: { id: 'demo-jd', name: '潮汐南仓 京东店', platform: 'jd', groupId: SOUTH },
  pinduoduo: { id: 'demo-pinduoduo', name: '潮汐南仓 拼多多旗舰店', platform: 'pinduoduo', groupId: SOUTH },
  wechat: { id: 'demo-wechat', name: '潮汐生活 微信小店', platform: 'wechat', groupId: EAST },
} as const;
/** Their apps, and what their sellers gave them: the first that a stand-in hands out. */
export const HINTED_APPS = {
  doudian: { appKey: '7100000000000000001', platformShopId: '71000001' },
  taobao: { appKey: '71000002', sellerId: '2200000071002', sessionKey: 'session-1', refreshToken: 'refresh-1' },
  pinduoduo: { clientId: '71000004', mallId: '710000004', authCode: 'demo-code' },
  wechat: { appId: 'wx71000005', appSecret: 'demo-app', encodingAesKey: 'demo0000000000000000000000000000000000000aA' },
  jd: { appKey: 'D3E4F5060718293A4B5C6D7E8F90A1B2', accessToken: 'jd-access-1', refreshToken: 'jd-refresh-1' },
} as const;
export const HINTED = ['doudian', 'taobao', 'jd', 'pinduoduo', 'wechat'] as const;

/** The group robot that is told of what happens; the simulator stands in for it. */
export const NOTICE_CHANNEL = '值班群';

export interface DemoPerson {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
  /** Those the demo prints a password for. */
  readonly isPrinted: boolean;
}

const colleague = (username: string, name: string, groupId: string): DemoPerson => ({
  username,
  name,
  role: 'agent',
  groupId,
  isPrinted: false,
});

export const PEOPLE: readonly DemoPerson[] = [
  { username: 'agent', name: '林小满', role: 'agent', groupId: EAST, isPrinted: true },
  { username: 'supervisor', name: '周敏', role: 'supervisor', groupId: EAST, isPrinted: true },
  { username: 'manager', name: '陈立', role: 'manager', groupId: EAST, isPrinted: true },
  { username: 'admin', name: '管理员', role: 'admin', groupId: null, isPrinted: true },
  colleague('liu.yang', '刘洋', EAST),
  colleague('zhao.jing', '赵静', EAST),
  colleague('sun.lei', '孙磊', EAST),
  colleague('huang.yan', '黄燕', SOUTH),
  colleague('he.jun', '何军', SOUTH),
];

/** The account of the WeCom stand-in and its customer-service account. */
export const WECOM_ACCOUNT = 'demo-wecom';
export const WECOM_CORP = 'wwdemo0000000001';
export const OPEN_KF_ID = 'wkDemoTidewatch0001';
