/**
 * A node that holds connections, in a process of its own, for a test that kills it. Waits for a line on its standard input; then,
 * on the database argv[2], it dies by SIGKILL after the first message is committed and before it is confirmed.
 */
import { once } from 'node:events';
import { openDatabase } from '@/db/client';
import { openSocket } from '../links/outbound-socket';
import { storeArrivals } from '../pipeline/inbox-store';
import { createShopDirectory } from '../pipeline/shop-directory';
import { streamsOf } from '../streams/streams-of';
import { startStreams } from '../streams/worker';
import { quietServices } from './acting';

const [, , url = ''] = process.argv;
await once(process.stdin, 'data');
const db = openDatabase({ url, max: 2, isPipeline: true });
const { keyring } = quietServices(db);
const shops = createShopDirectory(db, keyring);

startStreams({
  ...{ db, keyring, open: openSocket, clock: Date.now, random: Math.random, wakePipeline: () => {} },
  doors: { note: () => {} },
  onProblem: () => {},
  targets: async () => streamsOf(await shops.all()),
  async storeSoon(arrival) {
    await storeArrivals({ db, keyring }, [arrival]);
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => {});
  },
});
