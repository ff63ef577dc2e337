/** A seat's load in basis points of its capacity; a seat without capacity is full. */
export const loadBp = (openCount: number, capacity: number): number =>
  capacity <= 0 ? 10_000 : Math.floor((openCount * 10_000) / capacity);
