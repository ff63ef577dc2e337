const textOf = (raw: string | number | null | undefined): string => {
  const text = String(raw ?? '');
  return /^[1-9]\d{0,31}$/.test(text) ? text : '';
};

/** The platform's own numbers of an article, for a line of an order; nothing where it does not tell both. */
export function articleNumbers(product: string | number | null | undefined, sku: string | number | null | undefined) {
  const [productNo, skuNo] = [textOf(product), textOf(sku)];
  return productNo === '' || skuNo === '' ? {} : { article: { productNo, skuNo } };
}
