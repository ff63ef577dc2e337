import type { Instant } from '@/domain/clocks/instant';
import type { Random } from '../random';
import { arrange, interleave, type Sending, type Shares } from '../sending/arrange';
import { nameOf, ordersOf, STEPS, type Step } from './orders';

/** Something that happens at a platform, or is said by it. */
interface Entry {
  readonly step: Step;
  readonly kind: 'change' | Sending<Step>['kind'];
}

export interface Plan {
  /** Each step of every order once, every order's in their order. */
  readonly steps: readonly Step[];
  readonly entries: readonly Entry[];
  readonly lost: readonly Step[];
}

/** So many orders make a step before the first of them makes its next: seconds lie between two steps of one. */
const BLOCK = 1_000;
const SHARES: Shares = { repeated: 0.2, shuffled: 0.2, conflicting: 0.01, lost: 0, reach: 1_500 };
/** Of so many orders nothing more is told from one of their steps on, which makes a twentieth of all messages. */
const SILENCED = 0.08;
/** Of this shop nothing may be lost: nobody could look for it. */
const PUSHES_ALL = 'chaos-generic';

/** Whether the message of a step is lost: a platform that has forgotten an order tells nothing of it any more. */
function losses(orders: readonly (readonly Step[])[], random: Random): (step: Step) => boolean {
  const silentFrom = new Map(
    orders.flatMap(([first]) =>
      first && first.shopId !== PUSHES_ALL && random.next() < SILENCED
        ? [[nameOf(first), random.below(STEPS)] as const]
        : [],
    ),
  );
  return (step) => step.n >= (silentFrom.get(nameOf(step)) ?? STEPS);
}

/** Steps of `counts` orders of each shop, of which a twentieth is told to nobody, a fifth late, a fifth twice, a hundredth anew in other words. */
export function planOf(counts: ReadonlyMap<string, number>, startAt: Instant, random: Random): Plan {
  const orders = [...counts].map(([shopId, count], shop) => ordersOf(shopId, shop, count, startAt));
  const longest = Math.max(...orders.map((one) => one.length));
  const mixed = Array.from({ length: longest }, (_, index) => orders.flatMap((one) => one.slice(index, index + 1)));
  const steps = interleave(mixed.flat(), BLOCK);
  const isLost = losses(mixed.flat(), random);
  const { sendings, lost } = arrange(steps, (step) => (isLost(step) ? { ...SHARES, lost: 1 } : SHARES), random);
  const changes = steps.map((step, place) => ({ step, kind: 'change' as const, place }));
  // A queue knows messages by their id alone: beside other words under the same id, a repeat of the first could pass for them.
  const contradicted = new Set(sendings.flatMap(({ item, kind }) => (kind === 'conflict' ? [item] : [])));
  const said = sendings.flatMap(({ item, kind, place }) =>
    kind === 'repeat' && contradicted.has(item) ? [] : [{ step: item, kind, place }],
  );
  // Changes stand before what is said at the same place: sorting keeps their order.
  const entries = [...changes, ...said].sort((a, b) => a.place - b.place);
  return { steps, entries, lost };
}
