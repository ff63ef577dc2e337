import type { Channel } from '../channel';
import { parseCsvRow } from './parse';

/** Rows of order reports, imported from files; nothing is pushed. */
export const csv: Channel = {
  name: 'csv',
  signing: null,
  credentials: [],
  verify: null,
  source: null,
  parse: parseCsvRow,
};
