import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const STOCK_TABS = ['ledger', 'mapping', 'writing'] as const;
export type StockTab = (typeof STOCK_TABS)[number];
export const STOCK_STATES = ['all', 'overdrawn', 'short', 'uncounted', 'empty'] as const;

const PARAMS = {
  tab: parseAsStringLiteral(STOCK_TABS).withDefault('ledger'),
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(STOCK_STATES).withDefault('all'),
  sku: parseAsString,
  shop: parseAsString,
};

/** What the pages of the stock show, as the address has it. */
export const useStockParams = () => useQueryStates(PARAMS);
