import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { NO_OUTSIDE, type SimOutside } from './outside/setup';
import { SCENARIO_NAMES, type ScenarioName } from './shop/scenarios';

export interface SimShop {
  readonly id: string;
  readonly secret: string;
  /** Its buyers who order twice within a minute, 0 to 1. */
  readonly twiceShare?: number;
}

/** The WeCom stand-in: what the product's account knows, and the port on which it expects WeCom. */
export interface SimWecom {
  readonly port: number;
  readonly accountId: string;
  readonly corpId: string;
  readonly secret: string;
  readonly token: string;
  readonly aesKey: string;
  readonly openKfId: string;
  /** The shops whose buyers write; all where it is left out. */
  readonly shopIds?: readonly string[];
}

/** The stand-in of 抖店: what the product's shop knows, and the port on which it expects the API. */
export interface SimDoudian {
  readonly port: number;
  /** The shop's id in the product, and its number on the platform. */
  readonly shopId: string;
  readonly platformShopId: string;
  readonly appKey: string;
  readonly appSecret: string;
}

/** The stand-in of Taobao. Its first session is `session-1`, to be entered at the shop with the refresh token `refresh-1`. */
export interface SimTaobao {
  readonly port: number;
  /** The shop's id in the product. */
  readonly shopId: string;
  /** The seller's user id. */
  readonly sellerId: string;
  readonly appKey: string;
  readonly appSecret: string;
}

/** The stand-in of JD. Its first token is `jd-access-1`, to be entered at the shop with the refresh token `jd-refresh-1`. */
export interface SimJd {
  readonly port: number;
  /** The shop's id in the product. */
  readonly shopId: string;
  readonly appKey: string;
  readonly appSecret: string;
}

/** The stand-in of 拼多多; `appSecret` is the client secret, and `authCode` is good once. */
export interface SimPinduoduo {
  readonly port: number;
  /** The shop's id in the product, and its number on the platform. */
  readonly shopId: string;
  readonly mallId: string;
  readonly clientId: string;
  readonly appSecret: string;
  readonly authCode: string;
}

/** The stand-in of 微信小店; `token` signs its pushes. */
export interface SimWechat {
  readonly port: number;
  /** The shop's id in the product. */
  readonly shopId: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

/** The platforms that are asked for their orders; null: not played. */
export interface SimPlatforms {
  readonly doudian: SimDoudian | null;
  readonly taobao: SimTaobao | null;
  readonly jd: SimJd | null;
  readonly pinduoduo: SimPinduoduo | null;
  readonly wechat: SimWechat | null;
}

/** The group robots that take the product's notices: where they listen, and what DingTalk's signs with. */
export interface SimRobots {
  readonly port: number;
  readonly dingtalkSecret: string;
}

export interface SimOptions extends SimPlatforms, SimOutside {
  readonly url: URL;
  readonly shops: readonly SimShop[];
  readonly wecom: SimWecom | null;
  readonly robots: SimRobots | null;
  readonly scenario: ScenarioName;
  readonly ratePerMinute: number;
  readonly talkPerMinute: number;
  readonly minutes: number;
  readonly maxOrders: number;
  readonly seed: number;
  readonly speed: number;
  readonly maskedShare: number;
  readonly repeatShare: number;
  /** Of the messages of platforms that only name orders, those that get lost. */
  readonly lossShare: number;
  /** A file with the orders under way: read at the start where it exists, written at the end. */
  readonly followFile: string | null;
}

/** The command line does not say what to do; the message says what is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** What each number may be, and what it is when it is not given. */
const NUMBERS = {
  rate: { fallback: 30, least: 0.1, most: 120_000 },
  'talk-rate': { fallback: 6, least: 0, most: 600 },
  minutes: { fallback: 10, least: 0.01, most: 1_440 },
  'max-orders': { fallback: 100_000, least: 1, most: 2_000_000 },
  seed: { fallback: 1, least: 0, most: 2_147_483_647 },
  speed: { fallback: 30, least: 1, most: 10_000 },
  'masked-share': { fallback: 0.12, least: 0, most: 1 },
  'repeat-share': { fallback: 0.02, least: 0, most: 1 },
  'loss-share': { fallback: 0.05, least: 0, most: 1 },
} as const;

const FLAGS = {
  url: { type: 'string', default: 'http://127.0.0.1:3000' },
  shop: { type: 'string', multiple: true, default: [] as string[] },
  secret: { type: 'string', multiple: true, default: [] as string[] },
  setup: { type: 'string' },
  scenario: { type: 'string', default: 'normal' },
  follow: { type: 'string' },
  'allow-remote': { type: 'boolean', default: false },
  ...(Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, { type: 'string' }])) as Record<
    keyof typeof NUMBERS,
    { type: 'string' }
  >),
} as const;

function numberOf(name: keyof typeof NUMBERS, text: string | undefined): number {
  const { fallback, least, most } = NUMBERS[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new UsageError(`--${name} must be a number from ${least} to ${most}`);
  return value;
}

function urlOf(text: string, isRemoteAllowed: boolean): URL {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw new UsageError('--url must be an http(s) address');
  const url = new URL(text);
  if (!LOOPBACK.has(url.hostname) && !isRemoteAllowed)
    throw new UsageError(`${url.hostname} is not this machine: add --allow-remote if that server is yours to load`);
  return url;
}

type Setup = Pick<SimOptions, 'wecom' | 'robots' | keyof SimPlatforms | keyof SimOutside> & {
  readonly shops: SimShop[];
};

const UNPLAYED: SimPlatforms = { doudian: null, taobao: null, jd: null, pinduoduo: null, wechat: null };
const NOTHING: Setup = { shops: [], wecom: null, robots: null, ...UNPLAYED, ...NO_OUTSIDE };

function readSetup(file: string): Setup {
  try {
    return { ...NOTHING, ...JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    throw new UsageError(`--setup ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isScenario = (name: string): name is ScenarioName => SCENARIO_NAMES.some((known) => known === name);

/** Reads the command line. Throws UsageError for what is missing, unknown or beyond bounds. */
export function readOptions(args: readonly string[]): SimOptions {
  let values: ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...args], options: FLAGS, strict: true }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { shops: given, ...setup } = values.setup === undefined ? NOTHING : readSetup(values.setup);
  if (values.shop.length !== values.secret.length) throw new UsageError('each --shop needs its --secret');
  const shops = [...given, ...values.shop.map((id, n) => ({ id, secret: values.secret[n] ?? '' }))];
  const isPlayed = setup.doudian ?? setup.taobao ?? setup.jd ?? setup.pinduoduo ?? setup.wechat;
  if (shops.length === 0 && !isPlayed) throw new UsageError('say which shop: --shop ID --secret whsec_…');
  if (!isScenario(values.scenario)) throw new UsageError(`--scenario must be one of ${SCENARIO_NAMES.join(', ')}`);
  return {
    url: urlOf(values.url, values['allow-remote']),
    shops,
    ...setup,
    scenario: values.scenario,
    ratePerMinute: numberOf('rate', values.rate),
    talkPerMinute: numberOf('talk-rate', values['talk-rate']),
    minutes: numberOf('minutes', values.minutes),
    maxOrders: numberOf('max-orders', values['max-orders']),
    seed: numberOf('seed', values.seed),
    speed: numberOf('speed', values.speed),
    maskedShare: numberOf('masked-share', values['masked-share']),
    repeatShare: numberOf('repeat-share', values['repeat-share']),
    lossShare: numberOf('loss-share', values['loss-share']),
    followFile: values.follow ?? null,
  };
}
