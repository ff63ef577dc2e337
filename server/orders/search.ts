import * as z from 'zod';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { type AskableShop, askableShops } from './askable-shops';
import type { OrderListRow } from './list';
import { findOrders } from './search-by';
import { type SearchKind, searchWishesOf, type Unsearchable } from './search-kind';

export const searchInput = z.strictObject({ text: z.string().trim().min(1).max(64) });

const MOST = 20;

/** What was found by looking for the text in one way; newest first. */
export interface SearchFinding {
  readonly kind: SearchKind;
  readonly rows: readonly OrderListRow[];
  /** There are more than are shown. */
  readonly isMore: boolean;
}

/** Every way in which the text was looked for, also those that found nothing; or why it cannot be looked for. */
export interface SearchAnswer {
  readonly findings: readonly SearchFinding[];
  readonly unsearchable: Unsearchable | null;
  /** Where nothing was found: the shops whose platforms may have it. */
  readonly askable: readonly AskableShop[];
}

/**
 * Finds orders by number (whole or ending), courier number, phone number or its last four digits, two neighbouring
 * characters of the receiver's name, article, or words of a note: in each way that the shape of the text allows, the newest
 * 20 of each. Numbers and names that the platform masked are in no index. Group-scoped.
 */
export async function searchOrders(
  ctx: Context<UserActor>,
  { text }: z.infer<typeof searchInput>,
): Promise<SearchAnswer> {
  const wishes = searchWishesOf(text);
  if (typeof wishes === 'string') return { findings: [], unsearchable: wishes, askable: [] };
  const groups = groupScope(ctx.actor, 'orders.search');
  const findings = await Promise.all(
    wishes.map(async (wish): Promise<SearchFinding> => {
      const rows = await findOrders(ctx, groups, wish, MOST + 1);
      return { kind: wish.kind, rows: rows.slice(0, MOST), isMore: rows.length > MOST };
    }),
  );
  const isNothing = findings.every(({ rows }) => rows.length === 0);
  const asked = isNothing ? wishes.find(({ kind }) => kind === 'order-no') : undefined;
  const askable = asked === undefined ? [] : await askableShops(ctx.db, groups, asked.text);
  return { findings, unsearchable: null, askable };
}
