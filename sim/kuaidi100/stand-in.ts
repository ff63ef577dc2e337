import { createHash } from 'node:crypto';
import { servePlatform } from '../platform/serve';

export interface Kuaidi100StandInOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly key: string;
  readonly customer: string;
  /** Somebody subscribed to a parcel, for the first time or again. */
  readonly onWatched?: (trackingNo: string) => void;
}

/** A scan of a parcel: when, its code of three or four digits, and the courier's words. */
export interface Scan {
  readonly atMs: number;
  readonly code: string;
  readonly words: string;
  readonly place?: string;
}

export interface Watched {
  readonly trackingNo: string;
  readonly company: string;
  readonly callbackUrl: string;
  readonly salt: string;
  /** What the subscriber named of receiver or sender. */
  readonly phone?: string | undefined;
}

/** Kuaidi100's subscription, live question and pushes over HTTP, with code of its own. */
export interface Kuaidi100StandIn {
  readonly apiBase: string;
  watched(): readonly Watched[];
  isWatched(trackingNo: string): boolean;
  /** A parcel that was subscribed to before the stand-in was started. */
  recall(parcel: Watched): void;
  /** Its journey is over: nothing is kept of it. */
  forget(trackingNo: string): void;
  /** How often the live question was asked. */
  asked(): number;
  /** What the parcel's list holds from now on, newest first or not; nothing is pushed. */
  scan(trackingNo: string, scans: readonly Scan[]): void;
  /** Pushes a parcel's list as it is; `repeats` times in all. Returns the last answer. */
  push(trackingNo: string, options?: PushOptions): Promise<{ readonly status: number; readonly text: string }>;
  /** The next subscription is refused so. */
  refuseNext(code: string): void;
  close(): Promise<void>;
}

export interface PushOptions {
  readonly status?: 'polling' | 'shutdown' | 'abort';
  readonly state?: string;
  readonly repeats?: number;
  /** In place of the salt of the subscription: a push that is not genuine. */
  readonly salt?: string;
}

const ANSWER_LIMIT_MS = 10_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const timeText = (ms: number): string => new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase();
const say = (returnCode: string, message: string, result = returnCode === '200'): string =>
  JSON.stringify({ result, returnCode, message });

interface PollParam {
  readonly company: string;
  readonly number: string;
  readonly key: string;
  readonly parameters: { readonly callbackurl: string; readonly salt?: string; readonly phone?: string };
}

/** A parcel's list as Kuaidi100 writes it. */
function listOf(trackingNo: string, com: string, scans: readonly Scan[], state?: string) {
  const sorted = scans.toSorted((a, b) => b.atMs - a.atMs);
  const data = sorted.map(({ atMs, code, words, place = '' }) => ({
    ...{ time: timeText(atMs), ftime: timeText(atMs), context: words, status: '', statusCode: code, areaName: place },
  }));
  return {
    message: 'ok',
    nu: trackingNo,
    ischeck: '0',
    com,
    status: '200',
    state: state ?? sorted[0]?.code ?? '0',
    data,
  };
}

/** Starts the courier's traces on the loopback address. */
export async function startKuaidi100StandIn(options: Kuaidi100StandInOptions): Promise<Kuaidi100StandIn> {
  const watches = new Map<string, Watched>();
  const lists = new Map<string, readonly Scan[]>();
  const refusals: string[] = [];
  let asked = 0;

  const resultOf = (trackingNo: string, state?: string) =>
    listOf(trackingNo, watches.get(trackingNo)?.company || 'shunfeng', lists.get(trackingNo) ?? [], state);

  function subscribe(form: URLSearchParams): string {
    const param = JSON.parse(form.get('param') ?? '{}') as PollParam;
    const refusal = refusals.shift();
    if (refusal) return say(refusal, 'refused');
    if (param.key !== options.key) return say('600', '您不是合法的订阅者');
    if (!/^[0-9A-Za-z-]{6,40}$/.test(param.number)) return say('700', '订阅方的订阅数据存在错误');
    const isKnown = watches.has(param.number);
    const { callbackurl: callbackUrl, salt = '', phone } = param.parameters;
    watches.set(param.number, { trackingNo: param.number, company: param.company, callbackUrl, salt, phone });
    options.onWatched?.(param.number);
    return isKnown ? say('501', '重复订阅') : say('200', '提交成功');
  }

  function answer(form: URLSearchParams): string {
    const param = form.get('param') ?? '';
    if (form.get('sign') !== md5(param + options.key + options.customer)) return say('503', '验证签名失败');
    asked += 1;
    return JSON.stringify(resultOf((JSON.parse(param) as { num: string }).num));
  }

  const server = await servePlatform(options.port, ({ pathname }, body) => {
    const form = new URLSearchParams(body);
    return pathname === '/poll' ? subscribe(form) : answer(form);
  });

  async function push(trackingNo: string, { status = 'polling', state, repeats = 1, salt }: PushOptions = {}) {
    const watch = watches.get(trackingNo);
    if (!watch) throw new Error(`nobody subscribed to ${trackingNo}`);
    const message = status === 'abort' ? '3天查询无记录' : '';
    const param = JSON.stringify({
      status,
      billstatus: 'got',
      message,
      autoCheck: '0',
      comOld: '',
      comNew: '',
      lastResult: resultOf(trackingNo, state),
    });
    const body = new URLSearchParams({ sign: md5(param + (salt ?? watch.salt)), param });
    let last = { status: 0, text: '' };
    for (let time = 0; time < repeats; time += 1) {
      const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
      const said = await fetch(watch.callbackUrl, { method: 'POST', body, signal });
      last = { status: said.status, text: await said.text() };
    }
    return last;
  }

  return {
    apiBase: server.url,
    watched: () => [...watches.values()],
    isWatched: (trackingNo) => watches.has(trackingNo),
    recall: (parcel) => void watches.set(parcel.trackingNo, parcel),
    forget: (trackingNo) => {
      watches.delete(trackingNo);
      lists.delete(trackingNo);
    },
    asked: () => asked,
    scan: (trackingNo, scans) => void lists.set(trackingNo, scans),
    push,
    refuseNext: (code) => void refusals.push(code),
    close: server.close,
  };
}
