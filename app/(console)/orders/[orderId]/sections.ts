import type { ComponentType } from 'react';
import type { OrderPage } from '@/server/orders/get';
import { Buyer } from './_sections/buyer';
import { Cards } from './_sections/cards';
import { Conflicts } from './_sections/conflicts';
import { Courier } from './_sections/courier';
import { Facts } from './_sections/facts';
import { Goods } from './_sections/goods';
import { Log } from './_sections/log';
import { Merging } from './_sections/merging';
import { Payments } from './_sections/payments';
import { Receiver } from './_sections/receiver';
import { Stock } from './_sections/stock';
import { Talk } from './_sections/talk';
import { Verdict } from './_sections/verdict';
import { Warehouse } from './_sections/warehouse';

export interface SectionProps {
  readonly page: OrderPage;
}

/** A part of the page of one order. Its title is `orderPage.section.<id>`. */
export interface Section {
  readonly id:
    | 'payments'
    | 'stock'
    | 'merging'
    | 'warehouse'
    | 'courier'
    | 'conflicts'
    | 'verdict'
    | 'receiver'
    | 'buyer'
    | 'cards'
    | 'goods'
    | 'facts'
    | 'talk'
    | 'log';
  /**
   * journey: what happens to money, goods and parcel, in the order in which it happens (payment, stock, merging, warehouse, courier,
   * conflicts), then the goods and every fact; people: what we make of it, who is concerned, other orders with it; log:
   * fills the height.
   */
  readonly column: 'journey' | 'people' | 'log';
  readonly Content: ComponentType<SectionProps>;
}

/** Every section, in the order in which columns are read and keys move. What needs more than the order asks for it itself. */
export const SECTIONS: readonly Section[] = [
  { id: 'payments', column: 'journey', Content: Payments },
  { id: 'stock', column: 'journey', Content: Stock },
  { id: 'merging', column: 'journey', Content: Merging },
  { id: 'warehouse', column: 'journey', Content: Warehouse },
  { id: 'courier', column: 'journey', Content: Courier },
  { id: 'conflicts', column: 'journey', Content: Conflicts },
  { id: 'goods', column: 'journey', Content: Goods },
  { id: 'facts', column: 'journey', Content: Facts },
  { id: 'verdict', column: 'people', Content: Verdict },
  { id: 'receiver', column: 'people', Content: Receiver },
  { id: 'buyer', column: 'people', Content: Buyer },
  { id: 'cards', column: 'people', Content: Cards },
  { id: 'talk', column: 'people', Content: Talk },
  { id: 'log', column: 'log', Content: Log },
];
