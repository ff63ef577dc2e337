import type { Channel } from '../channel';
import { parseCsvRow } from './parse';

/** Rows of order reports, imported from files; nothing is pushed. */
export const csv: Channel = { name: 'csv', verify: null, parse: parseCsvRow };
