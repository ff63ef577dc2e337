import { MINUTE_MS, SECOND_MS } from './answer';
import { ANSWERS, aQuestion, oneOf } from './questions';
import type { WecomStandIn } from './stand-in';

export interface CustomersOptions {
  readonly wecom: Pick<WecomStandIn, 'customerSays' | 'customerEnters' | 'customerSharesOrder' | 'sentMessages'>;
  /** At most so many messages a minute, whatever the number of orders. */
  readonly perMinute: number;
  /** Share of orders whose buyer writes, in basis points. */
  readonly asksBp: number;
  /** How long after an order its buyer writes. */
  readonly afterMs: { readonly least: number; readonly most: number };
  /** Share of answers that get a word back, in basis points. */
  readonly answersBp: number;
  /** Before the number of each customer, so that another run brings other people. */
  readonly idPrefix?: string;
  /** Numbers from 0 up to 1; a seeded source makes a run repeatable. */
  readonly random: () => number;
}
export interface PlacedOrder {
  readonly orderNo: string;
  readonly titles: string;
}
type Line = { readonly dueAt: number; readonly say: () => Promise<unknown> };

export interface Customers {
  /** An order was placed; its buyer may write later. Beyond a thousand waiting lines the buyer keeps silent. */
  orderPlaced(order: PlacedOrder, now: number): void;
  /** Says what is due, within the rate. Returns how many messages were written. */
  tick(now: number): Promise<number>;
}

const MOST_WAITING = 1_000;
const BASIS = 10_000;

/** The customers of a scenario: they ask about orders after these were placed, and answer when they are answered. */
export function createCustomers(options: CustomersOptions): Customers {
  const { wecom, random } = options;
  const waiting: Line[] = [];
  let seen = wecom.sentMessages().length;
  let allowance = 1;
  let countedAt: number | null = null;
  let people = 0;

  const happens = (shareBp: number) => random() * BASIS < shareBp;
  const later = (now: number, least: number, most: number, say: Line['say']) => {
    if (waiting.length < MOST_WAITING) waiting.push({ dueAt: now + least + random() * (most - least), say });
  };

  /** Half come through the order's link, most others give the number, and some just ask. */
  async function ask(who: string, { orderNo, titles }: PlacedOrder): Promise<void> {
    const way = random();
    const question = aQuestion(random);
    if (way < 0.5) await wecom.customerEnters({ externalUserId: who, sceneParam: orderNo });
    else if (way < 0.6) await wecom.customerSharesOrder(who, { orderNo, titles });
    await wecom.customerSays(who, way >= 0.6 && way < 0.9 ? `订单${orderNo} ${question}` : question);
  }

  function hearAnswers(now: number): void {
    const sent = wecom.sentMessages();
    for (const { externalUserId } of sent.slice(seen)) {
      if (!happens(options.answersBp)) continue;
      later(now, 5 * SECOND_MS, MINUTE_MS, () => wecom.customerSays(externalUserId, oneOf(ANSWERS, random)));
    }
    seen = sent.length;
  }

  return {
    orderPlaced(order, now) {
      if (!happens(options.asksBp)) return;
      people += 1;
      const who = `${options.idPrefix ?? 'wmSim'}${people.toString(36).padStart(6, '0')}`;
      later(now, options.afterMs.least, options.afterMs.most, () => ask(who, order));
    },
    async tick(now) {
      hearAnswers(now);
      const sinceMs = now - (countedAt ?? now);
      countedAt = now;
      allowance = Math.min(Math.max(1, options.perMinute / 6), allowance + (sinceMs * options.perMinute) / MINUTE_MS);
      waiting.sort((a, b) => a.dueAt - b.dueAt);
      let said = 0;
      while (allowance >= 1 && waiting[0] !== undefined && waiting[0].dueAt <= now) {
        const line = waiting.shift();
        allowance -= 1;
        said += 1;
        await line?.say();
      }
      return said;
    },
  };
}
