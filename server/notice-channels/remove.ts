import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { announceChannel } from './announce-channel';
import { channelIdField } from './channel-fields';

export const removeChannelInput = z.strictObject({ channelId: channelIdField });

/** Removes a notice channel with its address and the list of its posts; what is on its way is dropped. Throws notFound. */
export async function removeChannel(
  ctx: Context<UserActor>,
  { channelId }: z.infer<typeof removeChannelInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const [gone] = await tx.query<{ kind: string; host: string }>(
      'delete from notice_channels where id = $1 returning kind, host',
      [channelId],
    );
    if (!gone) throw notFound('notice channel');
    await audit(tx, ctx.actor, 'noticeChannels.remove', channelId, gone);
    await announceChannel(tx, channelId);
  });
  ctx.wakeFeed();
}
