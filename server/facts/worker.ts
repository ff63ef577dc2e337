import type { Logger } from 'pino';
import { type Loop, startLoop } from '@/server/jobs/loop';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { RuleSetCache } from '@/server/rules/active';
import { readLinkMessages, wakeWaiting } from './read-messages';

const LOOK_EVERY_MS = 1_000;

export interface FactParts extends SealedDb {
  readonly rules: RuleSetCache;
  readonly log: Pick<Logger, 'error'>;
  /** Called after each commit: wakes the feed reader and the outbox. */
  readonly onCommitted: () => void;
}

/** Reads what comes from links until stopped, batch after batch while messages wait. */
export const startFactReader = ({ rules, log, onCommitted, ...sealed }: FactParts): Loop =>
  startLoop({
    everyMs: LOOK_EVERY_MS,
    onError: (error) => log.error({ err: error }, 'messages of links could not be read; it is tried again'),
    step: async () => {
      const read = await readLinkMessages(sealed, rules);
      if (read > 0) onCommitted();
      return read > 0 || (await wakeWaiting(sealed.db)) > 0;
    },
  });
