import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { SECOND_MS } from '@/domain/clocks/instant';
import { audit } from '../audit';
import type { SignedPush } from '../channels/channel';
import { channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { newestSecret } from './credentials';
import { shopIdField } from './shop-fields';

export const sendTestInput = z.strictObject({ shopId: shopIdField });

/** What the front door answered to a test message; `reach` says why it could not be reached at all. */
export interface TestSent {
  /** By which `testOutcome` finds the message again. */
  readonly key: string;
  readonly url: string;
  readonly reach: 'answered' | 'timeout' | 'network' | 'not-ours';
  readonly status: number | null;
  readonly outcome: string | null;
  readonly reason: string | null;
}

const LIMIT_MS = 10 * SECOND_MS;
const doorAnswer = z.object({ status: z.string(), reason: z.string().optional() });

/** Posts to our own public address: through name server, proxy and TLS, as a shop would. Not an address that a person typed. */
async function post(url: string, { headers, body }: SignedPush): Promise<Omit<TestSent, 'key' | 'url'>> {
  const nothing = { status: null, outcome: null, reason: null };
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    return { ...nothing, reach: isLate ? 'timeout' : 'network' };
  }
  const said = doorAnswer.safeParse(await response.json().catch(() => null));
  if (!said.success) return { ...nothing, reach: 'not-ours', status: response.status };
  return { reach: 'answered', status: response.status, outcome: said.data.status, reason: said.data.reason ?? null };
}

/**
 * Sends a signed test message to the shop's own push address, over HTTP like any sender, with its newest secret. It is
 * about no order. Throws notFound, and conflict when the channel has no test message or the shop no secret.
 */
export async function sendTest(ctx: Context<UserActor>, { shopId }: z.infer<typeof sendTestInput>): Promise<TestSent> {
  const [shop] = await ctx.db.query<{ channel: string }>('select channel from shops where id = $1', [shopId]);
  if (!shop) throw notFound('shop');
  const testPush = channelNamed(shop.channel)?.testPush;
  if (testPush === undefined) throw conflict('this channel has no test message', { why: 'no-test' });
  const secret = await newestSecret(ctx.db, ctx.keyring, shopId);
  if (secret === null) throw conflict('this shop has no secret', { why: 'no-secret' });
  const key = `ping-${randomUUID()}`;
  const url = `${ctx.origin}/hooks/${shop.channel}/${shopId}`;
  await ctx.db.tx((tx) => audit(tx, ctx.actor, 'shops.sendTest', shopId, { key }));
  return { key, url, ...(await post(url, testPush(secret, key, await ctx.db.now()))) };
}
