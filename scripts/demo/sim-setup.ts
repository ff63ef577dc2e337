import { createServer } from 'node:net';
import type { Database } from '@/db/client';
import type { SimShop, SimWecom } from '@/sim/options';
import { OPEN_KF_ID, SHOPS, WECOM_ACCOUNT } from './cast';

/** What the simulator reads with --setup. */
export interface SimSetup {
  readonly shops: readonly SimShop[];
  readonly wecom: SimWecom;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

type WecomRow = Omit<SimWecom, 'port' | 'openKfId' | 'shopIds'>;

/**
 * Gives the WeCom stand-in of this start a port and tells the product; a new stand-in begins a new log, so messages are
 * pulled from its beginning, and not before it is there. Returns what the simulator must know to speak as the shops and as WeCom.
 */
export async function simSetup(db: Database): Promise<SimSetup> {
  const port = await freePort();
  const [account] = await db.query<WecomRow>(
    `update wecom_accounts set api_base = $2 where id = $1
     returning id as "accountId", corp_id as "corpId", corp_secret as secret, callback_token as token,
       encoding_aes_key as "aesKey"`,
    [WECOM_ACCOUNT, `http://127.0.0.1:${port}`],
  );
  if (account === undefined) throw new Error("the demo's WeCom account is gone: remove the demo's data folder");
  const [kf] = await db.query<{ groupId: string }>(
    `update wecom_kf_accounts k set sync_cursor = '', sync_token = null, sync_due_at = now() + interval '1 minute', sync_failures = 0,
       sync_error = null from wecom_accounts a where k.open_kfid = $1 and a.id = k.account_id
     returning a.group_id as "groupId"`,
    [OPEN_KF_ID],
  );
  const shops = await db.query<SimShop>(
    'select id, secrets[1] as secret from shops where id = any($1::text[]) order by array_position($1::text[], id)',
    [SHOPS.map(({ id }) => id)],
  );
  const shopIds = SHOPS.filter(({ groupId }) => groupId === kf?.groupId).map(({ id }) => id);
  return { shops, wecom: { ...account, port, openKfId: OPEN_KF_ID, shopIds } };
}
