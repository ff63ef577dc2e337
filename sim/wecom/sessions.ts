import { type Answer, HOUR_MS, ok, refused, textIn } from './answer';

/** A message that reached a customer's phone. */
export interface Delivery {
  readonly msgId: string;
  readonly externalUserId: string;
  readonly content: string;
  readonly at: number;
}
type State = 0 | 1 | 2 | 3 | 4;
interface Session {
  state: State;
  lastInboundAt: number;
  sentSince: number;
}

const WINDOW_MS = 48 * HOUR_MS;
const SENDS_PER_INBOUND = 5;
const TEXT_LIMIT_BYTES = 2_048;
/** From which state a session may be moved where through the API. */
const MOVES: Readonly<Record<State, readonly number[]>> = {
  0: [1, 2, 3, 4],
  1: [1, 2, 3, 4],
  2: [2, 3, 4],
  3: [3, 4],
  4: [],
};

/** The sessions of one customer-service account with its customers, and what may be sent in them. */
export function sessionBook(openKfId: string, now: () => number) {
  const sessions = new Map<string, Session>();
  const deliveries: Delivery[] = [];
  const usedIds = new Set<string>();
  let attempts = 0;

  const sessionOf = (body: Readonly<Record<string, unknown>>, userField: string): Session | Answer => {
    if (textIn(body, 'open_kfid') !== openKfId) return refused(95000, 'invalid open_kfid');
    return sessions.get(textIn(body, userField)) ?? refused(40096, 'invalid external userid');
  };
  const isRefusal = (found: Session | Answer): found is Answer => 'errcode' in found;

  function refusalOfMessage(msgId: string, content: string, session: Session): Answer | null {
    if (!/^[0-9a-zA-Z_-]{0,32}$/.test(msgId)) return refused(40058, 'invalid Request Parameter: msgid');
    if (msgId !== '' && usedIds.has(msgId)) return refused(40058, 'invalid Request Parameter: msgid exists');
    const bytes = Buffer.byteLength(content);
    if (bytes === 0 || bytes > TEXT_LIMIT_BYTES) return refused(40058, 'invalid Request Parameter: text.content');
    if (session.state !== 1) return refused(95018, 'send msg session status invalid');
    if (now() - session.lastInboundAt >= WINDOW_MS) return refused(95002, 'send msg time limit');
    return session.sentSince >= SENDS_PER_INBOUND ? refused(95001, 'send msg count limit') : null;
  }

  return {
    /** The customer wrote: the window opens again, and a session that had ended is new. */
    inbound(externalUserId: string): void {
      const before = sessions.get(externalUserId)?.state ?? 0;
      sessions.set(externalUserId, { state: before === 4 ? 0 : before, lastInboundAt: now(), sentSince: 0 });
    },
    /** The customer opened the chat without writing: a session, but nothing may be sent yet. */
    entered(externalUserId: string): void {
      if (!sessions.has(externalUserId)) sessions.set(externalUserId, { state: 0, lastInboundAt: 0, sentSince: 0 });
    },
    /** Somebody in the WeCom client moves the session. */
    move(externalUserId: string, state: State): void {
      const session = sessions.get(externalUserId);
      if (session === undefined) throw new Error(`no session with ${externalUserId}`);
      session.state = state;
    },
    send(body: Readonly<Record<string, unknown>>): Answer {
      attempts += 1;
      const session = sessionOf(body, 'touser');
      if (isRefusal(session)) return session;
      if (textIn(body, 'msgtype') !== 'text') return refused(40008, 'invalid message type');
      const content = textIn((body.text ?? {}) as Record<string, unknown>, 'content');
      const refusal = refusalOfMessage(textIn(body, 'msgid'), content, session);
      if (refusal !== null) return refusal;
      const msgId = textIn(body, 'msgid') || `auto${deliveries.length + 1}`;
      usedIds.add(msgId);
      session.sentSince += 1;
      deliveries.push({ msgId, externalUserId: textIn(body, 'touser'), content, at: now() });
      return ok({ msgid: msgId });
    },
    state(body: Readonly<Record<string, unknown>>): Answer {
      const session = sessionOf(body, 'external_userid');
      return isRefusal(session) ? session : ok({ service_state: session.state });
    },
    trans(body: Readonly<Record<string, unknown>>): Answer {
      const session = sessionOf(body, 'external_userid');
      if (isRefusal(session)) return session;
      const to = Number(body.service_state);
      if (!MOVES[session.state].includes(to)) return refused(95013, 'conversation end or transition not allowed');
      session.state = to as State;
      return ok();
    },
    deliveries: (): readonly Delivery[] => [...deliveries],
    timesAsked: () => attempts,
  };
}
