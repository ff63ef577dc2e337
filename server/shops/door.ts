import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import { type DoorEntry, NO_SHOPS_DOOR } from '../pipeline/door-log';
import { shopIdField } from './shop-fields';

export const readDoorInput = z.strictObject({ shopId: shopIdField });

/** A line of what came to a shop's door, with the secret by its fingerprint. */
export interface DoorLine extends Omit<DoorEntry, 'secretId'> {
  readonly fingerprint: string | null;
}

export interface Door {
  /** The newest first. */
  readonly lines: readonly DoorLine[];
  /** Pushes of the last minutes to addresses that no shop has, whoever sent them. */
  readonly astray: { readonly count: number; readonly lastAt: Instant } | null;
}

const SHOWN = 20;
const ASTRAY = "interval '10 minutes'";

/** What came to a shop's door of late, on every node, and what became of it. */
export async function readDoor(ctx: Context<UserActor>, { shopId }: z.infer<typeof readDoorInput>): Promise<Door> {
  const lines = await ctx.db.query<DoorLine>(
    `select e.outcome, e.refusal, s.fingerprint, e.count, e."firstAt", e."lastAt"
     from shop_doors d cross join jsonb_to_recordset(d.entries)
       e (outcome text, refusal text, "secretId" text, count int, "firstAt" float8, "lastAt" float8)
     left join shop_secrets s on s.id = e."secretId"::bigint
     where d.shop_id = $1 order by e."lastAt" desc limit ${SHOWN}`,
    [shopId],
  );
  const [astray] = await ctx.db.query<{ count: number; lastAt: Instant | null }>(
    `select coalesce(sum(e.count), 0)::int as count, max(e."lastAt") as "lastAt"
     from shop_doors d cross join jsonb_to_recordset(d.entries) e (count int, "lastAt" float8)
     where d.shop_id = $1 and at_ms(e."lastAt") > now() - ${ASTRAY}`,
    [NO_SHOPS_DOOR],
  );
  return {
    lines,
    astray: astray?.lastAt == null ? null : { count: astray.count, lastAt: astray.lastAt },
  };
}
