import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { OutboundFailure } from '../links/outbound';
import { postToRobot } from '../links/robots/post';
import { type RobotRefusal, RobotRefused } from '../links/robots/robot';
import type { RobotKind } from '../links/robots/robots';
import { openAddress } from './address';
import { channelIdField, type NoticeLocale } from './channel-fields';
import { robotHttp } from './deliver';
import { testMessage } from './post-text';

export const tryChannelInput = z.strictObject({ channelId: channelIdField });

/** What the robot said to a real test message. */
export type ChannelTrial =
  | { readonly kind: 'ok' }
  | ({ readonly kind: 'refused' } & RobotRefusal)
  | { readonly kind: 'unreached'; readonly why: OutboundFailure['why'] };

/** Sends a real test message at once and says what came back. Throws notFound. */
export async function tryChannel(
  ctx: Context<UserActor>,
  { channelId }: z.infer<typeof tryChannelInput>,
): Promise<ChannelTrial> {
  const [channel] = await ctx.db.query<{ kind: RobotKind; sealed: Buffer; locale: NoticeLocale }>(
    'select kind, address_sealed as sealed, locale from notice_channels where id = $1',
    [channelId],
  );
  if (!channel) throw notFound('notice channel');
  await ctx.db.tx((tx) => audit(tx, ctx.actor, 'noticeChannels.try', channelId));
  const { isLoopbackAllowed } = ctx;
  const robot = { kind: channel.kind, address: openAddress(ctx.keyring, channel.sealed), isLoopbackAllowed };
  const message = testMessage(randomUUID(), channel.locale, ctx.origin);
  try {
    await postToRobot(robot, message, robotHttp, await ctx.db.now());
    return { kind: 'ok' };
  } catch (error) {
    if (error instanceof RobotRefused) return { kind: 'refused', ...error.refusal };
    if (error instanceof OutboundFailure) return { kind: 'unreached', why: error.why };
    throw error;
  }
}
