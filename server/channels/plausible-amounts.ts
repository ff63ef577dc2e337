import type { OrderFields, OrderLine } from '@/domain/order/order';
import { Unreadable } from './channel';
import { isHundredfold } from './hundredfold';

type Amounts = Partial<Pick<OrderFields, 'amountFen' | 'goodsFen' | 'discountFen' | 'freightFen' | 'lines'>>;

const sumOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0);

/** What is due is what the platform says of goods, freight and discount: a low amount is a bargain and no wrong unit. */
const isExplained = ({ amountFen, goodsFen, discountFen, freightFen }: Amounts): boolean =>
  amountFen !== undefined &&
  goodsFen !== undefined &&
  discountFen !== undefined &&
  Math.abs(goodsFen + (freightFen ?? 0) - discountFen - amountFen) <= 1;

/**
 * Throws Unreadable where the amounts of an order cannot be meant: goods or amount are a hundred times what its lines come to,
 * or a hundredth of it (fen and yuan are mixed), or every line costs nothing. `field` names where the amount stands.
 */
export function refuseImplausible(field: string, amounts: Amounts): void {
  const { amountFen = 0, goodsFen, lines = [] } = amounts;
  if (lines.length === 0) return;
  const ofLines = sumOf(lines);
  if (ofLines === 0) throw new Unreadable({ code: 'every-price-zero' });
  const isWrong =
    (goodsFen !== undefined && isHundredfold(goodsFen, ofLines)) ||
    (!isExplained(amounts) && isHundredfold(amountFen, ofLines));
  if (isWrong) throw new Unreadable({ code: 'lines-factor-100', path: field });
}
