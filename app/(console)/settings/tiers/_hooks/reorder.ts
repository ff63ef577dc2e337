/** The list with the entry at `from` moved to `to`, which counts places in the finished list; ends are kept to. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const entry = list[from];
  if (entry === undefined) return list;
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(Math.max(0, Math.min(to, rest.length)), 0, entry);
}

/** Where a key takes an entry of a list whose last `fixed` entries stay where they are; null for other keys. */
export function placeByKey(key: string, from: number, length: number, fixed: number): number | null {
  const last = length - fixed - 1;
  const target = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: last }[key];
  return target === undefined ? null : Math.max(0, Math.min(target, last));
}

/** The place in the finished list of an entry dropped at this height: before the first other row whose middle lies below. */
export function placeByPointer(y: number, middles: readonly number[], from: number, fixed: number): number {
  const others = middles.toSpliced(from, 1);
  const below = others.findIndex((middle) => y < middle);
  return Math.min(below < 0 ? others.length : below, middles.length - fixed - 1);
}
