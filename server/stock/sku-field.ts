import * as z from 'zod';

/** An own or a platform's SKU: text, however numeric it looks. */
export const skuField = z.string().trim().min(1).max(100);
export const shopIdField = z.string().min(1).max(64);
export const reasonField = z.string().trim().min(2).max(200);
/** The platform's own number of a product or SKU; '' where nobody has entered one. */
export const numberField = z
  .string()
  .trim()
  .max(64)
  .regex(/^[\w-]*$/);
/** What one article is made of: one part, or several in a bundle; none: its orders hold nothing. */
export const partsField = z
  .array(z.strictObject({ sku: skuField, quantity: z.number().int().min(1).max(1_000) }))
  .max(20);
