import { afterAll } from 'vitest';
import type { TestDatabase } from '@/db/testing/database';
import type { MessageStream } from '../channels/channel';
import type { Loop } from '../jobs/loop';
import { openSocket } from '../links/outbound-socket';
import { createDoorLog } from '../pipeline/door-log';
import { gatherArrivals } from '../pipeline/gather';
import { storeArrivals } from '../pipeline/inbox-store';
import { createShopDirectory } from '../pipeline/shop-directory';
import { streamsOf } from '../streams/streams-of';
import { startStreams } from '../streams/worker';
import { TEST_KEYRING } from './acting';

/** A node that holds connections, with a list of everything that went wrong. */
export function aStreamNode(
  db: TestDatabase,
  options: {
    readonly stream?: Partial<MessageStream>;
    readonly storeSoon?: ReturnType<typeof gatherArrivals>;
  } = {},
): Loop & { readonly problems: readonly string[]; readonly looks: () => number } {
  const problems: string[] = [];
  let looks = 0;
  const shops = createShopDirectory(db, TEST_KEYRING, 0);
  const storeSoon = gatherArrivals((arrivals) => storeArrivals({ db, keyring: TEST_KEYRING }, arrivals));
  const loop = startStreams({
    ...{ db, keyring: TEST_KEYRING, open: openSocket, clock: Date.now, wakePipeline: () => {}, random: () => 0.5 },
    storeSoon: options.storeSoon ?? storeSoon,
    doors: createDoorLog(db, () => {}),
    onProblem: (_shopId, error) => void problems.push(error instanceof Error ? error.message : String(error)),
    targets: async () => {
      looks += 1;
      return streamsOf(await shops.all()).map((target) => ({
        ...target,
        stream: { ...target.stream, ...options.stream },
      }));
    },
  });
  afterAll(() => loop.stop());
  return { ...loop, problems, looks: () => looks };
}
