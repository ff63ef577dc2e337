import { type Article, CATALOGUE } from './catalogue';
import type { Flaw, OrderedLine, PlacedOrder } from './order';
import type { Random } from './random';
import type { Scenario } from './scenarios';

export interface Basket {
  readonly content: Pick<PlacedOrder, 'lines' | 'discountFen' | 'couponFen' | 'freightFen'>;
  /** What is wrong with the prices themselves. */
  readonly flaw: Flaw | null;
}

const THOUSAND_YUAN_FEN = 100_000;
const FREE_FREIGHT_FROM_FEN = 8_800;
const FREIGHT_FEN = 800;
const COUPON_FEN = 1_000;
const COUPON_SHARE = 0.12;
const SECOND_LINE_SHARE = 0.3;
const CAMPAIGN_SHARE = 0.25;
/** A campaign takes fifteen percent off: well within the thirty of which a rule is suspicious. */
const CAMPAIGN_PRICE = 0.85;
/** Prices that nobody meant: a comma slipped, half price twice, a wrong SKU. */
const WRONG_PRICES = [0.1, 0.35, 0.5, 1.6];
const OFF_BY = 0.3;

/** What a live-stream sells. */
const HOT = CATALOGUE.find(({ sku }) => sku === 'CX-CUP-11-G') ?? CATALOGUE[0];

const line = ({ sku, title, spec, listFen }: Article, quantity: number, price: number): OrderedLine => ({
  sku,
  title,
  spec,
  quantity,
  unitFen: Math.max(1, Math.round(listFen * price)),
});

/** Several pieces of one article, with a discount down to a whole number of thousands. */
function wholeThousandBasket(random: Random): Basket['content'] {
  const article = random.oneOf(CATALOGUE.filter(({ listFen }) => listFen >= 10_000));
  const dueFen = random.int(1, 5) * THOUSAND_YUAN_FEN;
  const lines = [line(article, Math.ceil(dueFen / article.listFen), 1)];
  const discountFen = lines.reduce((sum, { quantity, unitFen }) => sum + quantity * unitFen, 0) - dueFen;
  return { lines, discountFen, couponFen: 0, freightFen: 0 };
}

function usualLines(random: Random): OrderedLine[] {
  const count = random.chance(SECOND_LINE_SHARE) ? 2 : 1;
  const articles = new Set(Array.from({ length: count }, () => random.byWeight(CATALOGUE)));
  const price = random.chance(CAMPAIGN_SHARE) ? CAMPAIGN_PRICE : 1;
  return [...articles].map((article) => line(article, random.chance(0.2) ? 2 : 1, price));
}

const asSold = (lines: readonly OrderedLine[], couponFen: number): Basket['content'] => {
  const goodsFen = lines.reduce((sum, { quantity, unitFen }) => sum + quantity * unitFen, 0);
  const isFreightFree = goodsFen >= FREE_FREIGHT_FROM_FEN;
  const coupon = couponFen < goodsFen / 4 ? couponFen : 0;
  return { lines, discountFen: 0, couponFen: coupon, freightFen: isFreightFree ? 0 : FREIGHT_FEN };
};

/** What one buyer takes, with its prices. */
export function fillBasket(random: Random, flaw: Flaw | null, { hotShare, hotPrice }: Scenario): Basket {
  if (flaw === 'whole-thousand') return { content: wholeThousandBasket(random), flaw };
  if (flaw === 'price-off') {
    const article = random.byWeight(CATALOGUE);
    return { content: asSold([line(article, random.int(1, 3), random.oneOf(WRONG_PRICES))], 0), flaw };
  }
  const couponFen = random.chance(COUPON_SHARE) ? COUPON_FEN : 0;
  if (HOT !== undefined && random.chance(hotShare)) {
    const isOff = Math.abs(hotPrice - 1) > OFF_BY;
    return { content: asSold([line(HOT, random.int(1, 2), hotPrice)], couponFen), flaw: isOff ? 'price-off' : null };
  }
  return { content: asSold(usualLines(random), couponFen), flaw: null };
}
