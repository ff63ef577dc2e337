import type { Channel } from '../channel';
import { parseCsvRow } from './parse';

/** Rows of order reports, imported from files; nothing is pushed. */
export const csv: Channel = {
  name: 'csv',
  platform: null,
  signing: null,
  credentials: [],
  verify: null,
  source: null,
  parse: parseCsvRow,
};
