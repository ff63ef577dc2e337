import type { Random } from '../random';
import { arrange, interleave, type Shares } from '../sending/arrange';
import { contradicted } from '../sending/post';
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
const SHARES: Shares = { repeated: 0.2, shuffled: 0.2, conflicting: 0.01, lost: 0, reach: 400 };

const pushOf = ({ id, orderNo, body }: Message): Push => ({ id, orderNo, body, isConflict: false });

/** `total` different messages, of which a fifth arrives late, a fifth twice, and a hundredth again with another body. */
export function planOf(total: number, startAt: number, random: Random): Plan {
  const inOrder = interleave(messagesOf(total, startAt), BLOCK).map(pushOf);
  const { sendings } = arrange(inOrder, () => SHARES, random);
  const asSent = sendings.map(({ item, kind }) =>
    kind === 'conflict' ? { ...item, body: contradicted(item.body), isConflict: true } : item,
  );
  const conflicts = asSent.filter(({ isConflict }) => isConflict).length;
  return { inOrder, asSent, conflicts, repeats: asSent.length - inOrder.length - conflicts };
}
