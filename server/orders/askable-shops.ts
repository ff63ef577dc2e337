import type { Sql } from '@/db/client';
import type { Platform } from '@/domain/order/platform';
import { SOURCE_CHANNELS } from '@/server/channels/index';
import { inGroups } from '@/server/groups/in-groups';

/** A shop whose platform can be asked for an order that nobody has told of. */
export interface AskableShop {
  readonly shopId: string;
  readonly name: string;
  readonly platform: Platform;
}

/** Fewer digits are typed by the way: an ending, a phone number. */
const WHOLE_NUMBER = 12;
const MOST = 8;
const CHANNELS = SOURCE_CHANNELS.flatMap(({ name, source }) => (source ? [{ name, orderNo: source.orderNo }] : []));

/** The shops within these groups (null: all) of which the text may be an order's number. */
export async function askableShops(sql: Sql, groups: readonly string[] | null, text: string): Promise<AskableShop[]> {
  const channels = CHANNELS.flatMap(({ name, orderNo }) => (orderNo.test(text) ? [name] : []));
  if (text.length < WHOLE_NUMBER || channels.length === 0) return [];
  return sql.query<AskableShop>(
    `select s.id as "shopId", s.name, s.platform from shops s
     where s.is_active and s.channel = any($2::text[]) and ${inGroups('s.group_id', '$1', groups)}
     order by s.name, s.id limit ${MOST}`,
    [groups, channels],
  );
}
