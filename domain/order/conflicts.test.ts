import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/domain/clocks/instant';
import { conflictsOf, isSameConflict } from './conflicts';
import { mergeEvents } from './merge-events';
import type { FactSource, OrderEvent, OrderFields } from './order';

const T0 = Date.UTC(2026, 10, 11);
const say = (source: FactSource, hours: number, fields: Partial<OrderFields>): OrderEvent => ({
  shopId: 's',
  orderNo: '1',
  kind: 'said',
  source,
  at: T0 + hours * HOUR_MS,
  bodyHash: `${source}${hours}`.padEnd(64, '0'),
  fields,
  cleaning: [],
});
const kindsOf = (...events: OrderEvent[]) => conflictsOf(mergeEvents({}, events)).map(({ kind }) => kind);
const toShip = say('platform', 1, { status: 'to_ship', amountFen: 29_900, paidFen: 29_900 });
const accepted = say('wms', 2, { warehouse: 'HZ01' });

describe('conflictsOf', () => {
  test('sources that agree, or speak of different things, are in no conflict', () => {
    expect(kindsOf(toShip, accepted, say('payment', 1, { paidFen: 29_900, paidAt: T0 }))).toEqual([]);
    expect(kindsOf()).toEqual([]);
  });

  test('another amount received than was due is one, and tells who says what', () => {
    const [conflict] = conflictsOf(mergeEvents({}, [toShip, say('payment', 2, { paidFen: 1 })]));
    expect(conflict).toEqual({
      kind: 'paid-amount',
      sides: [
        { source: 'payment', value: 1, at: T0 + 2 * HOUR_MS },
        { source: 'platform', value: 29_900, at: T0 + HOUR_MS },
      ],
    });
  });

  test('the amount due counts where the platform does not say what it received', () => {
    const due = say('platform', 1, { status: 'to_ship', amountFen: 500 });
    expect(kindsOf(due, say('payment', 1, { paidFen: 500 }))).toEqual([]);
    expect(kindsOf(due, say('payment', 1, { paidFen: 400 }))).toEqual(['paid-amount']);
  });

  test('shipped on the platform and not packed in the warehouse is one until the warehouse packs', () => {
    const shipped = say('platform', 3, { status: 'shipped' });
    expect(kindsOf(toShip, accepted, shipped)).toEqual(['shipped-not-packed']);
    expect(kindsOf(toShip, shipped)).toEqual([]);
    expect(kindsOf(shipped, accepted, say('wms', 4, { packedAt: T0 + 4 * HOUR_MS }))).toEqual([]);
  });

  test('unpaid is contradicted by a payment only when the platform says so after it', () => {
    const paid = say('payment', 2, { paidAt: T0 + 2 * HOUR_MS });
    expect(kindsOf(say('platform', 1, { status: 'unpaid' }), paid)).toEqual([]);
    expect(kindsOf(say('platform', 3, { status: 'unpaid' }), paid)).toEqual(['paid-not-confirmed']);
  });

  test('shipped after it was cancelled is one; cancelled after it was shipped is a return', () => {
    const cancelled = say('platform', 5, { status: 'cancelled' });
    expect(kindsOf(cancelled, say('wms', 6, { shippedAt: T0 + 6 * HOUR_MS }))).toEqual(['cancelled-but-shipped']);
    expect(kindsOf(cancelled, say('wms', 4, { shippedAt: T0 + 4 * HOUR_MS }))).toEqual([]);
  });

  test('a parcel that is one of the warehouse’s several is no conflict', () => {
    const platform = say('platform', 5, { trackingNo: 'sf 2' });
    expect(kindsOf(platform, say('wms', 5, { trackingNo: 'SF1', parcelNos: ['SF1', 'SF2'] }))).toEqual([]);
    expect(kindsOf(platform, say('wms', 5, { trackingNo: 'SF1' }))).toEqual(['tracking-no']);
  });

  test('delivered by the courier and not shipped on the platform is one', () => {
    expect(kindsOf(toShip, say('carrier', 30, { signedAt: T0 + 30 * HOUR_MS }))).toEqual(['signed-not-shipped']);
  });

  test('the same words said again are the same conflict; other words are another', () => {
    const [a] = conflictsOf(mergeEvents({}, [toShip, say('payment', 2, { paidFen: 1 })]));
    const [b] = conflictsOf(mergeEvents({}, [toShip, say('payment', 3, { paidFen: 1 })]));
    const [c] = conflictsOf(mergeEvents({}, [toShip, say('payment', 3, { paidFen: 2 })]));
    expect(isSameConflict(a?.sides ?? [], b?.sides ?? [])).toBe(true);
    expect(isSameConflict(a?.sides ?? [], c?.sides ?? [])).toBe(false);
  });
});
