import type { Review, Stage } from './lifecycle';

/** Who has an order in hand in a stage. The name is theirs where it is known; of a carrier as the source spells it. */
export interface StageOwner {
  readonly kind: 'buyer' | 'rules' | 'seat' | 'group' | 'warehouse' | 'carrier';
  readonly name: string | null;
}

export interface OwnedOrder {
  readonly stage: Stage;
  readonly review: Review;
  readonly warehouse: string | null;
  readonly carrier: string | null;
  /** Of the open card; null: nobody has it, or there is none. */
  readonly seatName: string | null;
  readonly groupName: string;
}

/**
 * Who moves an order on now: the buyer until it is paid; the rules until they have judged it; whoever has the card of a held
 * order, else its group; then the warehouse, and the carrier once it is packed.
 */
export function stageOwner(order: OwnedOrder): StageOwner {
  switch (order.stage) {
    case 'payment':
      return { kind: 'buyer', name: null };
    case 'review':
      if (order.review === 'pending') return { kind: 'rules', name: null };
      return order.seatName === null
        ? { kind: 'group', name: order.groupName }
        : { kind: 'seat', name: order.seatName };
    case 'picking':
    case 'packing':
      return { kind: 'warehouse', name: order.warehouse };
    case 'collection':
    case 'delivery':
      return { kind: 'carrier', name: order.carrier };
  }
}
