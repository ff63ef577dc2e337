/** Cards seen on sockets: order number -> performance.now() of the first arrival, and how often in all. */
export type CardArrivals = Map<string, { readonly atMs: number; times: number }>;

export function noteArrival(cards: CardArrivals, orderNo: string): void {
  const seen = cards.get(orderNo);
  if (seen) seen.times += 1;
  else cards.set(orderNo, { atMs: performance.now(), times: 1 });
}
