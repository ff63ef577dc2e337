import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { openCredentials } from './credentials';
import { shopIdField } from './shop-fields';

export const readSecretsInput = z.strictObject({ shopId: shopIdField });

export interface ShopSecret {
  readonly secretId: string;
  /** The first eight digits of its SHA-256. */
  readonly fingerprint: string;
  readonly createdAt: Instant;
  /** null: it came with the installation or a command. */
  readonly createdByName: string | null;
  /** When a push signed with it was last taken, to about ten seconds; null for never. */
  readonly lastUsedAt: Instant | null;
  /** null: it is live. */
  readonly retiredAt: Instant | null;
}

export interface ShopCredential {
  readonly name: string;
  readonly isSecret: boolean;
  readonly isEntered: boolean;
  /** null for what is secret, and for what was not entered. */
  readonly value: string | null;
}

export interface ShopSecrets {
  readonly secrets: readonly ShopSecret[];
  readonly credentials: readonly ShopCredential[];
}

const SHOWN_RETIRED = 5;

/** A shop's secrets, live ones first, newest first, by fingerprint; and what else its channel asks for. Throws notFound. */
export async function readSecrets(
  ctx: Context<UserActor>,
  { shopId }: z.infer<typeof readSecretsInput>,
): Promise<ShopSecrets> {
  const [shop] = await ctx.db.query<{ channel: string; sealed: Buffer | null }>(
    'select channel, credentials_sealed as sealed from shops where id = $1',
    [shopId],
  );
  if (!shop) throw notFound('shop');
  const all = await ctx.db.query<ShopSecret>(
    `select s.id::text as "secretId", s.fingerprint, s.created_at as "createdAt", u.name as "createdByName",
       s.last_used_at as "lastUsedAt", s.retired_at as "retiredAt"
     from shop_secrets s left join users u on u.id = s.created_by
     where s.shop_id = $1 order by s.retired_at desc nulls first, s.id desc limit 20`,
    [shopId],
  );
  const live = all.filter(({ retiredAt }) => retiredAt === null);
  const retired = all.filter(({ retiredAt }) => retiredAt !== null).slice(0, SHOWN_RETIRED);
  const entered = openCredentials(ctx.keyring, shopId, shop.sealed);
  const asked = channelNamed(shop.channel)?.credentials.filter(({ isManaged }) => isManaged !== true) ?? [];
  return {
    secrets: [...live, ...retired],
    credentials: asked.map(({ name, isSecret }) => ({
      name,
      isSecret,
      isEntered: entered[name] !== undefined,
      value: isSecret ? null : (entered[name] ?? null),
    })),
  };
}
