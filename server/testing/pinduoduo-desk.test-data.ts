import type { TestDatabase } from '@/db/testing/database';
import type { PddApp } from '@/sim/pinduoduo/api';
import type { PddStandIn } from '@/sim/pinduoduo/stand-in';
import { changeCredentials } from '../shops/credentials';
import { TEST_KEYRING } from './acting';
import { platformDesk } from './platform-desk';

const APP = {
  clientId: 'dc953bcf00000000000000000000aaaa',
  clientSecret: 'secret of the app',
  mallId: '171504183',
  authCode: 'a-code-that-is-good-once',
};

/** A shop of 拼多多 with its platform beside it. */
export async function pinduoduoDesk(
  db: TestDatabase,
  start: (app: Omit<PddApp, 'callsPerSecond'>, now: () => number) => Promise<PddStandIn>,
) {
  const desk = await platformDesk(db, {
    platform: 'pinduoduo',
    secret: APP.clientSecret,
    start: ({ now }) => start(APP, now),
    credentialsOf: ({ apiUrl, messageUrl }) => {
      const { clientId, mallId, authCode } = APP;
      return { clientId, mallId, authCode, apiBase: apiUrl, messageBase: messageUrl };
    },
  });
  const { apiUrl, messageUrl } = desk.standIn;
  const { clientId, authCode } = APP;
  return {
    ...desk,
    /** Enters the same app for another shop. */
    enterFor: (shopId: string, mallId = '1') =>
      db.tx((tx) =>
        changeCredentials(tx, TEST_KEYRING, shopId, {
          ...{ clientId, authCode, mallId, apiBase: apiUrl, messageBase: messageUrl },
        }),
      ),
  };
}
