import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Database, openDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { HOUR_MS } from '@/domain/clocks/instant';
import { DEFAULT_TIER_SET } from '@/domain/tiers/default-tiers';
import type { Tier } from '@/domain/tiers/tier';
import type { Context, UserActor } from '@/server/context';
import { newKeyringText, parseKeyring } from '@/server/privacy/keyring';
import { previewTiers } from '@/server/tiers/preview';
import { type CleanUp, withCleanUp } from './clean-up';
import { fillOrders, PEOPLE } from './lists/fill';
import type { BenchResult } from './main';

const CARDS = 100_000;
const ROUNDS = 7;
const LIMIT_MS = 2_000;
/** Longest wait of anything else in the process; on a busy machine so many times what the bare SQL makes it wait. */
const BLOCKED_LIMIT_MS = 50;
const BLOCKED_SHARE = 2;

/** What is known of each card: most of an order alone, every seventh of a customer who wrote as well. */
const KNOWN = `update tasks t set tier_version = (select version from tier_sets where is_active), tier_id = 'normal',
    tier_facts = jsonb_build_object('class', t.class, 'isUrgent', false, 'isConversation', t.id % 7 = 0,
      'platform', o.platform, 'paidFen', o.paid_fen, 'tags', to_jsonb(array['L' || t.id % 5, '老客']), 'holds', '[]'::jsonb,
      'intents', case when t.id % 7 = 0 then '["where-is-my-parcel"]'::jsonb else '[]' end, 'warnings', '[]'::jsonb,
      'writtenAt', case when t.id % 7 = 0 then jsonb_build_array(1777777000000 + t.id, null, 1777777900000 + t.id) else '[]' end)
  from orders o where o.id = t.order_id and t.state = 'open'`;

/** The very rows and columns that decide, as they are stored, in one statement without any page. */
const BARE = `select id, tier_id, tier_version, tier_facts, class, tier_since, class_since, waiting_since, warn_at, due_at, due_kind,
    work_warn_at, work_due_at, work_due_kind
  from tasks where state = 'open' order by tier_version, id`;

/** The worst that a manager can draft: a line of price before all others, and another time for every other card. */
const DRAFT: readonly Tier[] = [
  {
    id: 'paid',
    name: { 'zh-CN': '大额', en: 'High value' },
    condition: { any: [{ check: 'paid-at-least', params: { minFen: 60_000 } }] },
    respond: { kind: 'within', ms: HOUR_MS },
    warn: { kind: 'share', leftPercent: 25 },
    skill: null,
    ownerGroupId: null,
  },
  ...DEFAULT_TIER_SET.tiers.map((tier): Tier => ({ ...tier, respond: { kind: 'within', ms: 7 * HOUR_MS } })),
];

interface Timed<Answer> {
  readonly tookMs: number;
  readonly blockedMs: number;
  readonly answer: Answer;
}

async function timed<Answer>(work: () => Promise<Answer>): Promise<Timed<Answer>> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedMs = performance.now();
  const answer = await work();
  const tookMs = performance.now() - startedMs;
  delay.disable();
  return { tookMs, blockedMs: delay.max / 1e6, answer };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const whole = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(' ');

async function openStore(cleanUp: CleanUp, count: number): Promise<Database> {
  const dataDir = path.join(tmpdir(), `tidewatch-bench-tiers-${process.pid}`);
  cleanUp.add(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const server = await startEmbedded(dataDir);
  cleanUp.add(() => server.stop());
  const db = openDatabase({ url: server.url, max: 4 });
  cleanUp.add(() => db.close());
  await migrate(db);
  await fillOrders(db, parseKeyring(newKeyringText()), count);
  await db.tx(async (tx) => {
    await tx.query('set local statement_timeout = 0; set local session_replication_role = replica');
    await tx.query(KNOWN);
  });
  await db.query('vacuum analyze tasks');
  return db;
}

async function measure(cleanUp: CleanUp, count: number): Promise<BenchResult> {
  const db = await openStore(cleanUp, count);
  const actor: UserActor = {
    ...{ kind: 'user', userId: 'bench-manager', sessionId: '', username: 'bench', name: 'bench' },
    ...{ role: 'manager', groupId: null, grants: [] },
  };
  const ctx: Context<UserActor> = {
    ...{ db, actor, keyring: parseKeyring(newKeyringText()), origin: 'https://bench.example' },
    ...{ isLoopbackAllowed: false, wakeFeed: () => {}, wakeOutbox: () => {} },
  };
  const [ours, bare]: [Timed<unknown>[], Timed<unknown>[]] = [[], []];
  for (let round = -1; round < ROUNDS; round += 1) {
    const read = await timed(() => db.query(BARE));
    const preview = await timed(() => previewTiers(ctx, { tiers: structuredClone([...DRAFT]) }));
    if (read.answer.length !== count || preview.answer.open !== count)
      throw new Error(`${preview.answer.open} and ${read.answer.length} of ${count} cards were looked at`);
    if (round < 0) {
      const { moves, ...counts } = preview.answer;
      console.log(`${JSON.stringify(counts)}, ${moves.length} moves`);
      continue;
    }
    ours.push(preview);
    bare.push(read);
  }
  return report(ours, bare);
}

function report(ours: readonly Timed<unknown>[], bare: readonly Timed<unknown>[]): BenchResult {
  const took = (rounds: readonly Timed<unknown>[]) => rounds.map(({ tookMs }) => tookMs);
  const blocked = (rounds: readonly Timed<unknown>[]) => rounds.map(({ blockedMs }) => blockedMs);
  const [value, beside] = [Math.round(median(took(ours))), Math.round(median(took(bare)))];
  const [blockedMs, bareBlockedMs] = [median(blocked(ours)), median(blocked(bare))];
  console.log(`preview: median ${value} ms (rounds ${whole(took(ours))})`);
  console.log(`the same rows read by bare SQL: median ${beside} ms (rounds ${whole(took(bare))})`);
  console.log(
    `longest wait of anything else: ${blockedMs.toFixed(1)} ms, during the bare SQL ${bareBlockedMs.toFixed(1)} ms`,
  );
  return {
    bench: 'tiers',
    value,
    limit: LIMIT_MS,
    ratio: Number((value / LIMIT_MS).toFixed(3)),
    pass: value <= LIMIT_MS && blockedMs <= Math.max(BLOCKED_LIMIT_MS, BLOCKED_SHARE * bareBlockedMs),
  };
}

/**
 * The preview of tiers through the verb that answers it, among 100,000 open cards (or as many as are given), of which every
 * one changes; beside it the bare SQL that reads the same rows. `value` is the median in ms.
 */
export const run = ([given]: readonly string[]): Promise<BenchResult> => {
  const count = given === undefined ? CARDS : Number(given);
  if (!Number.isInteger(count) || count < PEOPLE) throw new Error(`how many cards? At least ${PEOPLE}, in digits`);
  return withCleanUp((cleanUp) => measure(cleanUp, count));
};
