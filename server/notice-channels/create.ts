import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { generateSecret } from '../shops/generate-secret';
import { sealAddress } from './address';
import { announceChannel } from './announce-channel';
import { assertGroup, assertRobotAddress, channelFields, kindField, secretField, urlField } from './channel-fields';

export const createChannelInput = z.strictObject({
  ...channelFields,
  kind: kindField,
  url: urlField,
  /** Of a DingTalk or Feishu robot with a signature. A webhook's is made here. */
  secret: secretField.optional(),
});
export type CreateChannelInput = z.infer<typeof createChannelInput>;

export interface CreatedChannel {
  readonly channelId: string;
  /** A webhook's generated secret, shown this once; null for the others. */
  readonly secret: string | null;
}

/** Adds a notice channel, its address sealed. Throws invalid for an address that is not of such a robot, and for a group. */
export async function createChannel(ctx: Context<UserActor>, input: CreateChannelInput): Promise<CreatedChannel> {
  const { name, kind, url, groupId, events, locale, isActive } = input;
  assertRobotAddress(ctx, kind, url);
  const generated = kind === 'webhook' ? generateSecret() : null;
  const sealed = sealAddress(ctx.keyring, { url, secret: generated ?? input.secret ?? null });
  const channelId = await ctx.db.tx(async (tx) => {
    await assertGroup(tx, groupId);
    const [row] = await tx.query<{ id: string }>(
      `insert into notice_channels (name, kind, address_sealed, host, group_id, events, locale, is_active)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text`,
      [name, kind, sealed, new URL(url).host, groupId, [...new Set(events)], locale, isActive],
    );
    if (!row) throw new Error('a channel was not stored');
    await audit(tx, ctx.actor, 'noticeChannels.create', row.id, { kind, groupId, events, host: new URL(url).host });
    await announceChannel(tx, row.id);
    return row.id;
  });
  ctx.wakeFeed();
  return { channelId, secret: generated };
}
