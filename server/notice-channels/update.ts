import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import type { RobotKind } from '../links/robots/robots';
import { openAddress, sealAddress } from './address';
import { announceChannel } from './announce-channel';
import {
  assertGroup,
  assertRobotAddress,
  channelFields,
  channelIdField,
  secretField,
  urlField,
} from './channel-fields';

export const updateChannelInput = z.strictObject({
  channelId: channelIdField,
  /** As it was when the form was opened: a change made meanwhile is not overwritten. */
  version: z.number().int().positive(),
  ...channelFields,
  /** What is left out stays; null takes the signature away. */
  url: urlField.optional(),
  secret: secretField.nullable().optional(),
});
export type UpdateChannelInput = z.infer<typeof updateChannelInput>;

/** Changes a notice channel. Throws notFound, invalid, and conflict when it was changed meanwhile. */
export async function updateChannel(ctx: Context<UserActor>, input: UpdateChannelInput): Promise<void> {
  const { channelId, name, groupId, events, locale, isActive } = input;
  await ctx.db.tx(async (tx) => {
    const [before] = await tx.query<{ version: number; kind: RobotKind; sealed: Buffer }>(
      'select version::int as version, kind, address_sealed as sealed from notice_channels where id = $1 for update',
      [channelId],
    );
    if (!before) throw notFound('notice channel');
    if (before.version !== input.version) throw conflict('this channel was changed meanwhile', { why: 'changed' });
    const known = openAddress(ctx.keyring, before.sealed);
    const url = input.url ?? known.url;
    if (input.url !== undefined) assertRobotAddress(ctx, before.kind, url);
    const isSigned = input.secret !== undefined && before.kind !== 'webhook';
    const secret = isSigned ? (input.secret ?? null) : known.secret;
    await assertGroup(tx, groupId);
    await tx.query(
      `update notice_channels set name = $2, group_id = $3, events = $4, locale = $5, is_active = $6,
         address_sealed = $7, host = $8, version = version + 1 where id = $1`,
      [
        channelId,
        ...[name, groupId, [...new Set(events)], locale, isActive],
        ...[sealAddress(ctx.keyring, { url, secret }), new URL(url).host],
      ],
    );
    const replaced = [url !== known.url && 'url', secret !== known.secret && 'secret'].filter(Boolean);
    await audit(tx, ctx.actor, 'noticeChannels.update', channelId, { groupId, events, isActive, replaced });
    await announceChannel(tx, channelId);
  });
  ctx.wakeFeed();
}
