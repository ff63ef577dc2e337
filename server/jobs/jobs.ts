import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { writeCheckpoint } from '@/server/audit/checkpoint';
import { sealAudit } from '@/server/audit/seal';
import { sweepSessions } from '@/server/auth/session-life';
import { watchConflictShare } from '@/server/conflicts/watch-share';
import { redriveDue } from '@/server/dead-letters/redrive-due';
import { retryDue } from '@/server/dead-letters/retry-due';
import { expireGrants } from '@/server/grants/expire';
import { countMinutes } from '@/server/health/count-minutes';
import { watchLosses } from '@/server/health/watch-losses';
import { watchSilences } from '@/server/health/watch-silences';
import { letGo } from '@/server/holds/let-go';
import { sweepImports } from '@/server/imports/sweep';
import { followOlder } from '@/server/link-accounts/follow-older';
import { leaveDue } from '@/server/merges/leave-due';
import { seekMates } from '@/server/merges/seek-mates';
import { tellMates } from '@/server/merges/tell-mates';
import { pruneNoticePosts } from '@/server/notice-channels/prune-posts';
import { indexNotes } from '@/server/orders/index-notes';
import { askCouriers } from '@/server/parcels/ask-couriers';
import { reserveWaiting } from '@/server/stock/reserve-waiting';
import { takeStockChanges } from '@/server/stock/take-changes';
import { sweepDeadlines } from '@/server/tasks/sweep-deadlines';
import { sweepUnclaimed } from '@/server/tasks/sweep-unclaimed';
import { applyTiers } from '@/server/tiers/apply-tiers';
import { giveCompleted } from '@/server/warehouse/give-completed';
import { takeBackChanged } from '@/server/warehouse/take-back-changed';
import { tellLateAcceptances } from '@/server/warehouse/tell-late';
import { foldCounters } from './fold-counters';
import { keepInboxPartitions } from './inbox-partitions';
import { pruneFeed } from './prune-feed';
import { enforceRetention } from './retention';
import type { Job } from './scheduler';

/** All scheduled work; each row runs on one node at a time. */
export const JOBS: readonly Job[] = [
  {
    name: 'fold-counters',
    everyMs: 250,
    leaseMs: 5_000,
    run: async ({ db, wakeFeed }) => {
      if ((await foldCounters(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'sweep-deadlines',
    everyMs: SECOND_MS,
    leaseMs: 5_000,
    run: async ({ db, wakeFeed }) => {
      let swept = await sweepDeadlines(db);
      while (swept > 0) {
        wakeFeed();
        swept = await sweepDeadlines(db);
      }
    },
  },
  {
    name: 'sweep-unclaimed',
    everyMs: 10 * SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      while ((await sweepUnclaimed(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'prune-notice-posts',
    everyMs: HOUR_MS,
    run: ({ db }) => pruneNoticePosts(db),
  },
  {
    name: 'expire-grants',
    everyMs: SECOND_MS,
    leaseMs: 5_000,
    run: async ({ db, wakeFeed }) => {
      if ((await expireGrants(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'apply-tiers',
    everyMs: 250,
    leaseMs: 5_000,
    run: async ({ db, wakeFeed }) => {
      while ((await applyTiers(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'seal-audit',
    everyMs: SECOND_MS,
    leaseMs: 5_000,
    run: async ({ db }) => {
      while ((await sealAudit(db)) > 0);
    },
  },
  {
    name: 'audit-checkpoint',
    everyMs: MINUTE_MS,
    run: async ({ db, checkpoints }) => {
      await writeCheckpoint(db, checkpoints);
    },
  },
  {
    name: 'prune-feed',
    everyMs: MINUTE_MS,
    run: async ({ db }) => {
      await pruneFeed(db);
    },
  },
  {
    name: 'sweep-sessions',
    everyMs: MINUTE_MS,
    run: async ({ db, wakeFeed }) => {
      if ((await db.tx(sweepSessions)) > 0) wakeFeed();
    },
  },
  { name: 'sweep-imports', everyMs: HOUR_MS, run: ({ db }) => sweepImports(db) },
  {
    name: 'tell-late-acceptances',
    everyMs: 5 * SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      while ((await tellLateAcceptances(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'watch-conflict-share',
    everyMs: 10 * SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      if (await watchConflictShare(db)) wakeFeed();
    },
  },
  {
    name: 'ask-couriers',
    everyMs: MINUTE_MS,
    run: async ({ db }) => {
      while ((await askCouriers(db)) > 0);
    },
  },
  {
    name: 'follow-older-orders',
    everyMs: 5 * SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      while (await followOlder(db)) wakeFeed();
    },
  },
  {
    name: 'retry-messages',
    everyMs: SECOND_MS,
    run: async ({ db }) => {
      while ((await retryDue(db)) > 0);
    },
  },
  {
    name: 'release-holds',
    everyMs: SECOND_MS,
    leaseMs: 5_000,
    run: async ({ db, wakeFeed }) => {
      if (await letGo(db)) wakeFeed();
    },
  },
  {
    name: 'count-minutes',
    everyMs: 5 * SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      while ((await countMinutes(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'watch-silences',
    everyMs: 15 * SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      if ((await watchSilences(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'watch-losses',
    everyMs: 60 * SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      if ((await watchLosses(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'redrive',
    everyMs: SECOND_MS,
    leaseMs: 5_000,
    run: async ({ db, wakeFeed }) => {
      while (await redriveDue(db)) wakeFeed();
    },
  },
  {
    name: 'take-stock-changes',
    everyMs: SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      while ((await takeStockChanges(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'reserve-waiting',
    everyMs: SECOND_MS,
    run: async ({ db, wakeFeed }) => {
      if ((await reserveWaiting(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'merge-orders',
    everyMs: SECOND_MS,
    leaseMs: 5_000,
    run: async ({ db, wakeFeed }) => {
      while ((await tellMates(db)) > 0) wakeFeed();
      while ((await seekMates(db)) > 0) wakeFeed();
      while ((await leaveDue(db)) > 0) wakeFeed();
    },
  },
  {
    name: 'take-back-changed',
    everyMs: SECOND_MS,
    leaseMs: 5_000,
    run: async ({ db, keyring, wakeFeed }) => {
      if ((await giveCompleted({ db, keyring })) + (await takeBackChanged({ db, keyring })) > 0) wakeFeed();
    },
  },
  {
    name: 'index-notes',
    everyMs: SECOND_MS,
    run: async ({ db, keyring }) => {
      while ((await indexNotes({ db, keyring })) > 0);
    },
  },
  { name: 'inbox-partitions', everyMs: HOUR_MS, run: ({ db }) => keepInboxPartitions(db) },
  { name: 'retention', everyMs: HOUR_MS, leaseMs: MINUTE_MS, run: ({ db }) => enforceRetention(db) },
];
