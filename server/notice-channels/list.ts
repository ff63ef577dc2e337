import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import type { RobotKind } from '../links/robots/robots';
import { openAddress } from './address';
import type { NoticeEvent, NoticeLocale } from './channel-fields';
import type { PostPart } from './post-text';

export interface ChannelRow {
  readonly channelId: string;
  readonly name: string;
  readonly kind: RobotKind;
  /** The host of its address; the rest never leaves the database. */
  readonly host: string;
  readonly isSigned: boolean;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly events: readonly NoticeEvent[];
  readonly locale: NoticeLocale;
  readonly isActive: boolean;
  readonly version: number;
}

export interface PostRow {
  readonly postId: string;
  readonly channelId: string;
  readonly channelName: string;
  readonly parts: readonly PostPart[];
  readonly state: 'queued' | 'sending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
}

export interface ChannelOverview {
  readonly channels: readonly ChannelRow[];
  /** The newest posts of all channels. */
  readonly posts: readonly PostRow[];
}

const SHOWN_POSTS = 50;

/** All notice channels by name, and what was sent through them of late. */
export async function listChannels(ctx: Context<UserActor>): Promise<ChannelOverview> {
  const rows = await ctx.db.query<Omit<ChannelRow, 'isSigned'> & { readonly sealed: Buffer }>(
    `select c.id::text as "channelId", c.name, c.kind, c.host, c.group_id as "groupId", g.name as "groupName", c.events,
       c.locale, c.is_active as "isActive", c.version::int as version, c.address_sealed as sealed
     from notice_channels c left join groups g on g.id = c.group_id order by c.is_active desc, c.name, c.id`,
  );
  const posts = await ctx.db.query<PostRow>(
    `select p.id::text as "postId", c.id::text as "channelId", c.name as "channelName", p.parts, p.state, p.attempts,
       p.last_error as "lastError", p.created_at as "createdAt", p.settled_at as "settledAt"
     from notice_posts p join notice_channels c on c.id = p.channel_id order by p.id desc limit ${SHOWN_POSTS}`,
  );
  return {
    channels: rows.map(({ sealed, ...row }) => ({
      ...row,
      isSigned: openAddress(ctx.keyring, sealed).secret !== null,
    })),
    posts,
  };
}
