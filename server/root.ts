import { auditRouter } from './audit/router';
import { boardRouter } from './board/router';
import { conflictsRouter } from './conflicts/router';
import { customersRouter } from './customers/router';
import { deadLettersRouter } from './dead-letters/router';
import { exportsRouter } from './exports/router';
import { factsRouter } from './facts/router';
import { channelsRouter } from './fetching/router';
import { grantsRouter } from './grants/router';
import { groupsRouter } from './groups/router';
import { healthRouter } from './health/router';
import { holdsRouter } from './holds/router';
import { importsRouter } from './imports/router';
import { interactionsRouter } from './interactions/router';
import { linkAccountsRouter } from './link-accounts/router';
import { mergesRouter } from './merges/router';
import { noticeChannelsRouter } from './notice-channels/router';
import { noticesRouter } from './notices/router';
import { ordersRouter } from './orders/router';
import { peopleRouter } from './people/router';
import { privacyRouter } from './privacy/router';
import { repliesRouter } from './replies/router';
import { rulesRouter } from './rules/router';
import { seatsRouter } from './seats/router';
import { sessionsRouter } from './sessions/router';
import { setupRouter } from './setup/router';
import { shopsRouter } from './shops/router';
import { stockRouter } from './stock/router';
import { tasksRouter } from './tasks/router';
import { tiersRouter } from './tiers/router';
import { transferRouter } from './transfer/router';
import { router } from './trpc';
import { wecomRouter } from './wecom/router';

/** The whole API: one router a room. */
export const appRouter = router({
  audit: auditRouter,
  board: boardRouter,
  channels: channelsRouter,
  conflicts: conflictsRouter,
  customers: customersRouter,
  facts: factsRouter,
  linkAccounts: linkAccountsRouter,
  deadLetters: deadLettersRouter,
  grants: grantsRouter,
  groups: groupsRouter,
  health: healthRouter,
  holds: holdsRouter,
  imports: importsRouter,
  exports: exportsRouter,
  interactions: interactionsRouter,
  merges: mergesRouter,
  noticeChannels: noticeChannelsRouter,
  notices: noticesRouter,
  orders: ordersRouter,
  people: peopleRouter,
  privacy: privacyRouter,
  replies: repliesRouter,
  rules: rulesRouter,
  seats: seatsRouter,
  sessions: sessionsRouter,
  setup: setupRouter,
  shops: shopsRouter,
  stock: stockRouter,
  tasks: tasksRouter,
  transfer: transferRouter,
  wecom: wecomRouter,
  tiers: tiersRouter,
});

export type AppRouter = typeof appRouter;
