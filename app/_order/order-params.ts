import { createParser, createSerializer, type inferParserType, parseAsInteger, parseAsStringLiteral } from 'nuqs';
import { BOARD_STATES } from '@/domain/order/board-state';
import { STAGES } from '@/domain/order/lifecycle';
import { PLATFORMS } from '@/domain/order/platform';
import { REGIONS } from '@/domain/order/region';
import { RISK_MARKS } from '@/domain/order/risk-marks';
import { ORDER_CLASSES } from '@/domain/triage/verdict';
import type { OrderFilter } from '@/server/orders/order-filter';

type Choices<Field extends keyof OrderFilter> = readonly NonNullable<OrderFilter[Field]>[];

export const REGION_CHOICES = [...REGIONS, 'unknown', 'other'] as const satisfies Choices<'region'>;
export const CARD_CHOICES = ['open', 'overdue', 'unclaimed'] as const satisfies Choices<'card'>;
export const MARK_CHOICES = ['any', ...RISK_MARKS] as const satisfies Choices<'mark'>;
export const VERDICT_CHOICES = ['judged', 'flagged', 'passed'] as const satisfies Choices<'verdict'>;
export const SHIP_DUE_CHOICES = ['soon', 'passed'] as const satisfies Choices<'shipDue'>;

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text));
const day = createParser({ parse: (text) => (isDay(text) ? text : null), serialize: (text: string) => text });

const flag = createParser({
  parse: (text) => (text === 'true' ? true : text === 'false' ? false : null),
  serialize: (value: boolean) => String(value),
});

/** The filter of the order list as it stands in the address; the names are those of the API's filter. */
export const ORDER_PARAMS = {
  platform: parseAsStringLiteral(PLATFORMS),
  region: parseAsStringLiteral(REGION_CHOICES),
  state: parseAsStringLiteral(BOARD_STATES),
  stage: parseAsStringLiteral(STAGES),
  isLate: flag,
  shipDue: parseAsStringLiteral(SHIP_DUE_CHOICES),
  class: parseAsStringLiteral(ORDER_CLASSES),
  verdict: parseAsStringLiteral(VERDICT_CHOICES),
  card: parseAsStringLiteral(CARD_CHOICES),
  mark: parseAsStringLiteral(MARK_CHOICES),
  day,
  withinMinutes: parseAsInteger,
  placedFrom: parseAsInteger,
  placedBefore: parseAsInteger,
  isInConflict: flag,
  isMergeable: flag,
  isHistory: flag,
} satisfies Record<keyof OrderFilter, unknown>;

export type OrderParams = inferParserType<typeof ORDER_PARAMS>;

const toSearch = createSerializer(ORDER_PARAMS);

/** The address of the orders that a figure counts. */
export const ordersPath = (filter: OrderFilter): string => toSearch('/orders', filter);

/** The API's filter of an address; what the address does not name is left out. */
export const filterOf = (params: OrderParams): OrderFilter =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
