import * as z from 'zod';

/** An own or a platform's SKU: text, however numeric it looks. */
export const skuField = z.string().trim().min(1).max(100);
