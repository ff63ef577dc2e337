import type { TestDatabase } from '@/db/testing/database';
import type { WechatApp } from '@/sim/wechat/api';
import type { WechatStandIn } from '@/sim/wechat/stand-in';
import { platformDesk } from './platform-desk';

const APP = {
  appId: 'wx5823bf96d3bd56c7',
  appSecret: 'secret of the app',
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

/** A 微信小店 with its platform beside it. */
export function wechatDesk(
  db: TestDatabase,
  start: (
    app: Omit<WechatApp, 'callsPerSecond'>,
    given: { readonly pushUrl: string; readonly now: () => number },
  ) => Promise<WechatStandIn>,
) {
  return platformDesk(db, {
    platform: 'wechat',
    secret: APP.token,
    start: (given) => start(APP, given),
    credentialsOf: () => {
      const { appId, appSecret, encodingAesKey } = APP;
      return { appId, appSecret, encodingAesKey };
    },
  });
}
