import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Services } from '../context';
import { invalid } from '../errors';
import { isRobotAddress } from '../links/robots/post';
import { ROBOT_KINDS, type RobotKind } from '../links/robots/robots';

/**
 * What a channel can be told of: an order was held on a suspicion, a card became overdue, nobody claimed a card, a warehouse has
 * not accepted an urgent order in time, too many orders are in conflict, nothing comes from a shop any more, too many of a
 * shop's orders were found only by looking, pieces left that were not in stock by the ledger.
 */
export const NOTICE_EVENTS = [
  'hold',
  'overdue',
  'unclaimed',
  'urgent-late',
  'conflicts',
  'silent',
  'pushes-lost',
  'stock',
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

export const NOTICE_LOCALES = ['zh-CN', 'en'] as const;
export type NoticeLocale = (typeof NOTICE_LOCALES)[number];

export const channelIdField = z.string().regex(/^\d{1,18}$/);
export const urlField = z.string().trim().max(500);
export const secretField = z
  .string()
  .trim()
  .min(8)
  .max(200)
  .regex(/^[\x21-\x7e]+$/);
export const kindField = z.enum(ROBOT_KINDS);

/** What a person says about a notice channel besides its address. */
export const channelFields = {
  name: z.string().trim().min(1).max(40),
  groupId: z.string().max(64).nullable(),
  events: z.array(z.enum(NOTICE_EVENTS)).min(1).max(NOTICE_EVENTS.length),
  locale: z.enum(NOTICE_LOCALES),
  isActive: z.boolean(),
};

/** Throws invalid when this is not the address of such a robot, or one that must not be called. */
export function assertRobotAddress(
  { isLoopbackAllowed }: Pick<Services, 'isLoopbackAllowed'>,
  kind: RobotKind,
  url: string,
): void {
  if (!isRobotAddress(kind, url, isLoopbackAllowed))
    throw invalid('this is not the address of such a robot', { field: 'url', why: 'address' });
}

/** Throws invalid when there is no such group. */
export async function assertGroup(tx: Sql, groupId: string | null): Promise<void> {
  if (groupId === null) return;
  const groups = await tx.query('select 1 from groups where id = $1 for key share', [groupId]);
  if (groups.length === 0) throw invalid('no such group', { field: 'groupId' });
}
