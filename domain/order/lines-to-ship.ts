import type { OrderLine } from './order';

/** The lines with what is left of them to ship: pieces that were paid back do not leave. */
export function linesToShip(lines: readonly OrderLine[]): OrderLine[] {
  return lines.flatMap(({ refundedQuantity = 0, ...line }) => {
    const quantity = line.quantity - refundedQuantity;
    if (refundedQuantity <= 0) return [line];
    if (quantity <= 0) return [];
    // What is left costs its share; the pieces of a line have one price.
    return [
      {
        ...line,
        quantity,
        paidFen: line.paidFen === null ? null : Math.floor((line.paidFen * quantity) / line.quantity),
      },
    ];
  });
}
