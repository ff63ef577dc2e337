import type { TestDatabase } from '@/db/testing/database';
import { platformDesk, type RunningPlatform } from './platform-desk';

export const DOUDIAN_APP = { appKey: '3409409348479354011', appSecret: 'secret of the app', shopId: '4463798' };

/** What the platform beside the shop has to be started with. */
export interface PlatformStart {
  readonly appKey: string;
  readonly appSecret: string;
  readonly shopId: string;
  readonly pushUrl: string;
  readonly now: () => number;
}

/** A shop of 抖店 with its platform beside it. */
export const doudianDesk = <P extends RunningPlatform>(
  db: TestDatabase,
  startPlatform: (start: PlatformStart) => Promise<P>,
) =>
  platformDesk(db, {
    platform: 'douyin',
    secret: DOUDIAN_APP.appSecret,
    start: (given) => startPlatform({ ...DOUDIAN_APP, ...given }),
    credentialsOf: () => ({ appKey: DOUDIAN_APP.appKey, platformShopId: DOUDIAN_APP.shopId }),
  });
