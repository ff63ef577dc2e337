import { type Loop, startLoop } from '@/server/jobs/loop';
import { type ConversationServices, SYNC_POLL_MS, syncDueAccount } from './sync';

/** Pulls WeCom messages while the process lives: woken by callbacks, and by itself every three seconds. */
export const startSyncWorker = (services: ConversationServices): Loop =>
  startLoop({
    everyMs: SYNC_POLL_MS,
    step: () => syncDueAccount(services),
    onError: (error) => services.onSyncProblem('', error),
  });
