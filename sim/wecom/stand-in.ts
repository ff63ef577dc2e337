import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accountList } from './account-list';
import { type Answer, refused } from './answer';
import { callbackSender } from './callbacks';
import { type EntryFields, messageLog } from './message-log';
import { type Delivery, sessionBook } from './sessions';
import { tokenDesk } from './tokens';

export interface StandInOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly corpId: string;
  readonly secret: string;
  readonly token: string;
  readonly aesKey: string;
  readonly openKfId: string;
  /** Further customer-service accounts of the app, by id; they have a name and no customers. */
  readonly moreAccounts?: Readonly<Record<string, string>>;
  readonly callbackUrl: string;
  /** Epoch ms; the wall clock unless told otherwise. */
  readonly now?: () => number;
}

/** How a call goes wrong: refused with an errcode, or done without the caller ever getting the answer. */
export type Fault = { readonly errcode: number; readonly errmsg?: string } | 'answer-lost';

/** A WeCom 微信客服 that runs beside the product: its API over HTTP, its callbacks, and its customers' phones. */
export interface WecomStandIn {
  readonly url: string;
  /** The customer writes; resolves to the message id once the product has taken the notice (or four tries failed). */
  customerSays(externalUserId: string, text: string): Promise<string>;
  /** The customer sends something that is not text: {msgtype, …} in sync_msg's form. */
  customerSends(
    externalUserId: string,
    content: Readonly<Record<string, unknown>> & { msgtype: string },
  ): Promise<string>;
  /** The customer opens the chat, through a link with a parameter where there is one. */
  customerEnters(visit: { externalUserId: string; sceneParam?: string }): Promise<string>;
  customerSharesOrder(externalUserId: string, order: { orderNo: string; titles: string }): Promise<string>;
  customerRecalls(externalUserId: string, msgId: string): Promise<string>;
  /** An employee answers the customer in the WeCom client, which takes the session from the API. */
  employeeTakesOver(externalUserId: string, employee: string): Promise<string>;
  sessionEnds(externalUserId: string): Promise<string>;
  /** WeCom reports that a message it had taken did not arrive. */
  messageFails(delivery: Delivery, failType: number): Promise<string>;
  /** What reached customers' phones, in order. */
  sentMessages(): readonly Delivery[];
  /** How often send_msg was called, with or without success. */
  sendAttempts(): number;
  tokenRequests(): number;
  expireAccessTokens(): void;
  /** The next call of this path goes wrong. */
  failNext(path: string, fault: Fault): void;
  /** Every notice is posted this many times (0: they get lost). */
  postCallbacks(times: number): void;
  /** Where notices go from now on. */
  callBack(url: string): void;
  checkAddress(): Promise<boolean>;
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    const parsed: unknown = size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Everything behind the HTTP address. */
function world(options: StandInOptions) {
  const now = options.now ?? Date.now;
  let callbackUrl = options.callbackUrl;
  let callbackTimes = 1;
  const tokens = tokenDesk(options, now);
  const log = messageLog(options.openKfId, now);
  const sessions = sessionBook(options.openKfId, now);
  const sealing = { token: options.token, aesKey: options.aesKey, receiveId: options.corpId };
  const callbacks = callbackSender(sealing, () => callbackUrl, now);
  const faults = new Map<string, Fault>();

  const calls: Readonly<Record<string, (body: Readonly<Record<string, unknown>>) => Answer>> = {
    '/cgi-bin/kf/sync_msg': (body) =>
      tokens.syncRefusal(typeof body.token === 'string' ? body.token : '') ?? log.sync(body),
    '/cgi-bin/kf/account/list': accountList({ [options.openKfId]: '客服一号', ...options.moreAccounts }),
    '/cgi-bin/kf/send_msg': sessions.send,
    '/cgi-bin/kf/service_state/get': sessions.state,
    '/cgi-bin/kf/service_state/trans': sessions.trans,
  };

  return {
    tokens,
    sessions,
    callbacks,
    faults,
    answer(path: string, query: URLSearchParams, body: Readonly<Record<string, unknown>> | null): Answer {
      if (path === '/cgi-bin/gettoken') return tokens.gettoken(query);
      const call = calls[path];
      if (call === undefined) return refused(40066, 'invalid url');
      if (body === null) return refused(47001, 'data format error');
      return tokens.refusal(query) ?? call(body);
    },
    /** Appends to the log and tells the product. */
    async happened(fields: EntryFields): Promise<string> {
      const msgId = log.append(fields);
      for (let time = 0; time < callbackTimes; time += 1)
        await callbacks.messagesWait(options.openKfId, tokens.issueSyncToken());
      return msgId;
    },
    postCallbacks: (times: number) => {
      callbackTimes = times;
    },
    callBack: (url: string) => {
      callbackUrl = url;
    },
  };
}

/** What people do, in the form in which sync_msg tells it. */
function people(openKfId: string, { sessions, happened }: ReturnType<typeof world>) {
  const message = (externalUserId: string, content: Readonly<Record<string, unknown>> & { msgtype: string }) => {
    sessions.inbound(externalUserId);
    return happened({ open_kfid: openKfId, external_userid: externalUserId, origin: 3, ...content });
  };
  const event = (externalUserId: string, fields: Readonly<Record<string, unknown>>) =>
    happened({
      origin: 4,
      msgtype: 'event',
      event: { open_kfid: openKfId, external_userid: externalUserId, ...fields },
    });
  const share = (order: { orderNo: string; titles: string }) => ({
    msgtype: 'channels_shop_order',
    channels_shop_order: { order_id: order.orderNo, product_titles: order.titles, state: '待发货' },
  });
  return {
    customerSays: (who, text) => message(who, { msgtype: 'text', text: { content: text, menu_id: '' } }),
    customerSends: message,
    customerSharesOrder: (who, order) => message(who, share(order)),
    customerEnters: ({ externalUserId, sceneParam }) => {
      sessions.entered(externalUserId);
      const visit = {
        event_type: 'enter_session',
        scene: 'order',
        scene_param: sceneParam ?? '',
        welcome_code: 'none',
      };
      return event(externalUserId, visit);
    },
    customerRecalls: (who, msgId) => event(who, { event_type: 'user_recall_msg', recall_msgid: msgId }),
    employeeTakesOver: (who, employee) => {
      sessions.move(who, 3);
      return event(who, { event_type: 'session_status_change', change_type: 1, new_servicer_userid: employee });
    },
    sessionEnds: (who) => {
      sessions.move(who, 4);
      return event(who, { event_type: 'session_status_change', change_type: 3 });
    },
    messageFails: ({ externalUserId, msgId }, failType) =>
      event(externalUserId, { event_type: 'msg_send_fail', fail_msgid: msgId, fail_type: failType }),
  } satisfies Partial<WecomStandIn>;
}

/** Starts a stand-in on the loopback address. */
export async function startWecomStandIn(options: StandInOptions): Promise<WecomStandIn> {
  const inside = world(options);
  const { tokens, sessions, callbacks, faults } = inside;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = request.method === 'POST' ? await bodyOf(request) : {};
    const fault = faults.get(url.pathname);
    faults.delete(url.pathname);
    const isRefused = typeof fault === 'object';
    const answer = isRefused
      ? refused(fault.errcode, fault.errmsg ?? 'as told')
      : inside.answer(url.pathname, url.searchParams, body);
    if (fault === 'answer-lost') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...people(options.openKfId, inside),
    sentMessages: sessions.deliveries,
    sendAttempts: sessions.timesAsked,
    tokenRequests: tokens.timesAsked,
    expireAccessTokens: tokens.expireAccess,
    failNext: (path, fault) => void faults.set(path, fault),
    postCallbacks: inside.postCallbacks,
    callBack: inside.callBack,
    checkAddress: callbacks.checkAddress,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
