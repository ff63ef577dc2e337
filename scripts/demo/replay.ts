import type { Database } from '@/db/client';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { isClosed, isPaid } from '@/domain/order/lifecycle';
import { canReject, canRelease, reject } from '@/domain/order/transitions';
import type { UserActor } from '@/server/context';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { createAgenda } from '@/sim/agenda';
import type { Followed } from '@/sim/given-orders';
import { advance, letGo, newProgress, nextStep, type Progress, type Step } from '@/sim/shop/life';
import { messageOf } from '@/sim/shop/message';
import type { PlacedOrder } from '@/sim/shop/order';
import type { Random } from '@/sim/shop/random';
import { demoDesk, setAtWork } from './desk';
import type { History } from './history';
import { type OpenedCard, replayedInbox } from './inbox';

/** Of older orders the shop told only once they were paid, as many platforms do. */
const TELLS_CREATED_MS = DAY_MS;
const PAID_AFTER_MS = 9_000;
const JUDGED_AFTER_MS = { least: 35, most: 400 };
const HANDLED_WITHIN_MS = 8 * MINUTE_MS;
const REFUNDED_AFTER_MS = 50 * MINUTE_MS;
/** Cards this young are still open. */
const ALL_OPEN_MS = 25 * MINUTE_MS;
/** Of older ones that have time, some are. */
const SOME_OPEN = { sinceMs: 5 * HOUR_MS, share: 0.35, leftMs: 20 * MINUTE_MS };

type Thing = { readonly at: Instant } & (
  | { readonly kind: 'step'; readonly progress: Progress; readonly step: Step }
  | { readonly kind: 'dispose'; readonly taskId: string; readonly orderNo: string }
  | { readonly kind: 'shift'; readonly userIds: readonly string[] }
);

/** The past, moment by moment: what shops tell, what the pipeline makes of it, and what agents decide. */
export class Replay {
  private readonly agenda = createAgenda<Thing>();
  private readonly db: Database;
  private readonly inbox;
  private readonly desk;
  /** Where each order is, and what happens to it next unless somebody decides otherwise. */
  private readonly orders = new Map<string, Followed>();
  private readonly forgotten = new Set<string>();
  private cards = 0;

  constructor(
    sealed: SealedDb,
    agents: readonly UserActor[],
    private readonly until: Instant,
    private readonly random: Random,
  ) {
    this.db = sealed.db;
    this.inbox = replayedInbox(sealed, until - HOUR_MS);
    this.desk = demoDesk(sealed, agents, random);
  }

  place(order: PlacedOrder): void {
    this.follow(newProgress(order), { type: 'order.created', at: order.placedAt });
  }

  /** An order whose card nobody handles. */
  forget(order: PlacedOrder): void {
    this.forgotten.add(order.orderNo);
    this.place(order);
  }

  /** From `at` on, these are at work. */
  shift(at: Instant, userIds: readonly string[]): void {
    this.put({ kind: 'shift', at, userIds });
  }

  async run(): Promise<History> {
    for (let due = this.agenda.takeDue(this.until); due; due = this.agenda.takeDue(this.until)) {
      if (due.kind === 'step') await this.take(due.progress, due.step);
      else if (due.kind === 'dispose') await this.decide(due.taskId, due.orderNo, due.at);
      else await setAtWork(this.db, due.userIds);
    }
    await this.flush(this.until);
    const followed = [...this.orders.values()].filter(({ progress }) => !isClosed(progress.life));
    return { orders: this.orders.size, cards: this.cards, followed };
  }

  private put(thing: Thing): void {
    this.agenda.put(thing.at, thing);
  }

  private follow(progress: Progress, step: Step | null): void {
    this.orders.set(progress.order.orderNo, { progress, step });
    if (step !== null) this.put({ kind: 'step', at: step.at, progress, step });
  }

  private async flush(at: Instant): Promise<void> {
    const opened = await this.inbox.flush(at);
    this.cards += opened.length;
    for (const card of opened) if (!this.isLeft(card)) this.handleLater(card);
  }

  private isLeft({ orderNo, openedAt, dueAt }: OpenedCard): boolean {
    const ageMs = this.until - openedAt;
    if (this.forgotten.has(orderNo) || ageMs < ALL_OPEN_MS) return true;
    const hasTime = ageMs < SOME_OPEN.sinceMs && dueAt > this.until + SOME_OPEN.leftMs;
    return hasTime && this.random.chance(SOME_OPEN.share);
  }

  private handleLater({ taskId, orderNo, openedAt }: OpenedCard): void {
    this.put({ kind: 'dispose', at: openedAt + this.random.around(HANDLED_WITHIN_MS), taskId, orderNo });
  }

  private async take(before: Progress, step: Step): Promise<void> {
    const { orderNo } = before.order;
    // A person's decision has meanwhile given this order another way.
    if (this.orders.get(orderNo)?.step !== step) return;
    const progress = advance(before, step);
    const isPayment = step.type === 'order.paid';
    if (isPayment && this.inbox.holds(orderNo)) await this.flush(step.at - 1);
    const isTold = step.type !== 'order.created' || this.until - step.at < TELLS_CREATED_MS;
    if (isTold) this.inbox.add(progress.order, messageOf(progress, step.type, step.at), step.at);
    if (isPayment) await this.flush(step.at + this.random.int(JUDGED_AFTER_MS.least, JUDGED_AFTER_MS.most));
    this.follow(progress, this.stepAfter(progress, step.at));
  }

  /** A forgotten order is paid and then waits: its buyer does not give up. */
  private stepAfter(progress: Progress, at: Instant): Step | null {
    if (!this.forgotten.has(progress.order.orderNo)) return nextStep(progress, at, this.random, 1);
    return isPaid(progress.life) ? null : { type: 'order.paid', at: at + PAID_AFTER_MS };
  }

  private async decide(taskId: string, orderNo: string, at: Instant): Promise<void> {
    const known = this.orders.get(orderNo);
    if (known === undefined) throw new Error(`the card of ${orderNo} has no order`);
    if (this.inbox.holds(orderNo)) await this.flush(at - 1);
    const { progress } = known;
    const disposition = await this.desk.dispose(taskId, progress.order.flaw, at);
    if (disposition === 'false-alarm' && canRelease(progress.life)) {
      const free = letGo(progress, at);
      this.follow(free, nextStep(free, at, this.random, 1));
    }
    if (disposition === 'true' && progress.order.flaw !== null && canReject(progress.life)) {
      const refund = { type: 'order.refunded', at: at + this.random.around(REFUNDED_AFTER_MS) } as const;
      this.follow({ ...progress, life: reject(progress.life) }, refund);
    }
  }
}
