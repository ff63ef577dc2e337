import type { Random } from '../random';
import { type Message, messagesOf } from './orders';

/** One push to be sent. A conflict has the id of a message and another body, and follows that message's acknowledgement. */
export interface Push {
  readonly id: string;
  readonly orderNo: string;
  readonly body: string;
  readonly isConflict: boolean;
}

export interface Plan {
  /** Each message once, every order's in the order in which it was said. */
  readonly inOrder: readonly Push[];
  /** As they are sent: shuffled in part, with repeats and conflicts. */
  readonly asSent: readonly Push[];
  readonly repeats: number;
  readonly conflicts: number;
}

const BLOCK = 60;
const REPEATED = 0.2;
const SHUFFLED = 0.2;
const CONFLICTING = 0.01;
/** How far a push may come too late, or be repeated. */
const REACH = 400;

const pushOf = ({ id, orderNo, body }: Message): Push => ({ id, orderNo, body, isConflict: false });

/** The same id with an amount that nobody said. */
const conflictOf = (push: Push): Push => ({
  ...push,
  body: push.body.replace(/"amountCents":\d+/, '"amountCents":1'),
  isConflict: true,
});

/** Blocks of orders, all of a block's first messages before its second ones: as a busy shop sends. */
function interleave(orders: readonly (readonly Message[])[]): Push[] {
  const sent: Push[] = [];
  for (let at = 0; at < orders.length; at += BLOCK) {
    const block = orders.slice(at, at + BLOCK);
    const longest = Math.max(...block.map((order) => order.length));
    for (let step = 0; step < longest; step += 1)
      sent.push(...block.flatMap((order) => order.slice(step, step + 1).map(pushOf)));
  }
  return sent;
}

/** `total` different messages, of which a fifth arrives late, a fifth twice, and a hundredth again with another body. */
export function planOf(total: number, startAt: number, random: Random): Plan {
  const inOrder = interleave(messagesOf(total, startAt));
  const later = (place: number) => place + 1 + random.below(REACH) + 0.5;
  const chance = (share: number) => random.next() < share;
  const sent: { readonly push: Push; readonly place: number }[] = [];
  for (const [at, push] of inOrder.entries()) {
    const place = chance(SHUFFLED) ? later(at) : at;
    sent.push({ push, place });
    if (chance(REPEATED)) sent.push({ push, place: later(place) });
    if (chance(CONFLICTING)) sent.push({ push: conflictOf(push), place: later(place) });
  }
  const asSent = sent.sort((a, b) => a.place - b.place).map(({ push }) => push);
  const conflicts = asSent.filter(({ isConflict }) => isConflict).length;
  return { inOrder, asSent, conflicts, repeats: asSent.length - inOrder.length - conflicts };
}
