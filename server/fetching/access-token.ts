import * as z from 'zod';
import type { Sql } from '@/db/client';
import { CallFailure } from '@/server/channels/call-failure';
import type { OrderApi } from '@/server/channels/channel';
import { OutboundFailure } from '@/server/links/outbound';
import { type Keyring, KeyringError } from '@/server/privacy/keyring';
import type { SealedDb } from '@/server/privacy/sealed-db';

const purposeOf = (shopId: string) => `shop.token/${shopId}`;
const shape = z.object({ accessToken: z.string(), refreshToken: z.string() });
type Tokens = z.infer<typeof shape>;

const RENEWAL_SECONDS = 20;
const RETRY_SECONDS = 2;
/** Of its life, what a token is used for, where the platform says nothing else; renewed early, no call meets its end. */
const USED_SHARE = 0.8;
/** A renewal ahead of time that failed is tried again then. */
const LATER_SECONDS = 3_600;

interface Row {
  readonly sealed: Buffer | null;
  readonly isGood: boolean;
}
const COLUMNS = `sealed, coalesce(renew_at > now(), false) as "isGood"`;

/** null where there are none, or where their key is gone: the shop's own credentials give new ones. */
function opened(keyring: Keyring, shopId: string, sealed: Buffer | null): Tokens | null {
  if (sealed === null) return null;
  try {
    return shape.parse(JSON.parse(keyring.openText(sealed, purposeOf(shopId))));
  } catch (error) {
    if (error instanceof KeyringError) return null;
    throw error;
  }
}

/** The right to renew, for one node at a time; null while another has it. */
async function takeRenewal(db: Sql, shopId: string): Promise<Row | null> {
  const [row] = await db.query<Row>(
    `update channel_tokens set renewing_until = now() + make_interval(secs => ${RENEWAL_SECONDS})
     where shop_id = $1 and renewing_until <= now() returning ${COLUMNS}`,
    [shopId],
  );
  return row ?? null;
}

const isOfTheCall = (error: unknown): boolean => error instanceof CallFailure || error instanceof OutboundFailure;

/** `isUsable`: nobody has refused the old one, so that it serves until somebody does where no new one is to be had. */
async function renew(
  { db, keyring }: SealedDb,
  shopId: string,
  api: OrderApi,
  { old, isUsable }: { readonly old: Tokens | null; readonly isUsable: boolean },
): Promise<string> {
  const giveBack = (seconds: number) =>
    db.query('update channel_tokens set renewing_until = now() + make_interval(secs => $2) where shop_id = $1', [
      shopId,
      seconds,
    ]);
  try {
    const { expiresInMs, renewInMs, ...tokens } = await api.renewToken(old?.refreshToken ?? null);
    await db.query(
      `update channel_tokens set sealed = $2, renew_at = now() + $3 * interval '1 ms', renewing_until = 'epoch'
       where shop_id = $1`,
      [shopId, keyring.seal(JSON.stringify(tokens), purposeOf(shopId)), renewInMs ?? expiresInMs * USED_SHARE],
    );
    return tokens.accessToken;
  } catch (error) {
    await giveBack(RETRY_SECONDS);
    if (old === null || !isUsable || !isOfTheCall(error)) throw error;
    await db.query(
      `update channel_tokens set renew_at = now() + make_interval(secs => ${LATER_SECONDS}) where shop_id = $1`,
      [shopId],
    );
    return old.accessToken;
  }
}

/**
 * The access token of a shop, the same on every node; renewed when its time is nearly over, or when it is the one that the
 * platform has `refused`. Throws CallFailure: 'unavailable' while another node renews it.
 */
export async function accessToken(
  sealed: SealedDb,
  shopId: string,
  api: OrderApi,
  refused: string | null,
): Promise<string> {
  const { db, keyring } = sealed;
  const usable = (row: Row | null | undefined): string | null => {
    const tokens = row?.isGood ? opened(keyring, shopId, row.sealed) : null;
    return tokens !== null && tokens.accessToken !== refused ? tokens.accessToken : null;
  };
  const [row] = await db.query<Row>(`select ${COLUMNS} from channel_tokens where shop_id = $1`, [shopId]);
  const known = usable(row);
  if (known !== null) return known;
  const taken = await takeRenewal(db, shopId);
  if (taken === null) throw new CallFailure('unavailable', { code: 'token-under-renewal' });
  const renewedMeanwhile = usable(taken);
  if (renewedMeanwhile === null) {
    const old = opened(keyring, shopId, taken.sealed);
    return renew(sealed, shopId, api, { old, isUsable: refused === null });
  }
  await db.query(`update channel_tokens set renewing_until = 'epoch' where shop_id = $1`, [shopId]);
  return renewedMeanwhile;
}

/** Makes a call with the shop's access token, and once more with another one where the platform says that it is over. */
export async function withToken<T>(
  sealed: SealedDb,
  shopId: string,
  api: OrderApi,
  call: (token: string) => Promise<T>,
): Promise<T> {
  const token = await accessToken(sealed, shopId, api, null);
  try {
    return await call(token);
  } catch (error) {
    const isOver = error instanceof CallFailure && error.problem === 'token';
    if (!isOver) throw error;
    return call(await accessToken(sealed, shopId, api, token));
  }
}
