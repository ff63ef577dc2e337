import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import type { LinkKind, LinkRefusal, LinkValues } from '../links/link';
import { LINK_KIND_NAMES } from '../links/link';
import { LINKS } from '../links/links';

/** A field of a link's form. */
export interface LinkFieldView {
  readonly name: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  readonly isLong: boolean;
  readonly isSecond: boolean;
  readonly initial: string;
}

export interface LinkRow {
  readonly linkId: string;
  readonly kind: LinkKind;
  readonly name: string;
  readonly isActive: boolean;
  readonly version: number;
  readonly settings: LinkValues;
  readonly shopIds: readonly string[];
  /** When something genuine last came to its door; when something was refused, and why. */
  readonly heardAt: Instant | null;
  readonly refusedAt: Instant | null;
  readonly refusal: LinkRefusal | null;
  /** Messages that could not be read, and those whose order is not known yet. */
  readonly aside: number;
  readonly waiting: number;
  /** The newest that could not be read. */
  readonly asideReason: string | null;
  readonly asideAt: Instant | null;
}

export interface LinksOverview {
  readonly links: readonly LinkRow[];
  readonly kinds: readonly { readonly kind: LinkKind; readonly fields: readonly LinkFieldView[] }[];
  readonly shops: readonly { readonly id: string; readonly name: string }[];
  /** What links push to: followed by /hooks/KIND/LINK. */
  readonly origin: string;
}

const fieldsOf = (kind: LinkKind): readonly LinkFieldView[] =>
  LINKS[kind].fields.map(({ name, isSecret, isRequired, initial, isLong = false, isSecond = false }) => ({
    ...{ name, isSecret, isRequired, initial, isLong, isSecond },
  }));

/** All links by kind and name, with what came to their doors. No secret leaves the database. */
export async function listLinks(ctx: Context<UserActor>): Promise<LinksOverview> {
  const [links, shops] = await Promise.all([
    ctx.db.query<LinkRow>(
      `select l.id as "linkId", l.kind, l.name, l.is_active as "isActive", l.version::int as version, l.settings,
         array(select s.shop_id from link_shops s where s.link_id = l.id order by 1) as "shopIds",
         l.heard_at as "heardAt", l.refused_at as "refusedAt", l.refusal,
         (select count(*)::int from link_messages m where m.link_id = l.id and m.state = 2) as aside,
         (select count(*)::int from link_messages m where m.link_id = l.id and m.state = 3) as waiting,
         a.reason as "asideReason", a.received_at as "asideAt"
       from links l left join lateral (select m.reason, m.received_at from link_messages m
         where m.link_id = l.id and m.state = 2 order by m.id desc limit 1) a on true
       order by l.kind, l.name, l.id`,
    ),
    ctx.db.query<{ id: string; name: string }>('select id, name from shops order by name, id'),
  ]);
  return { links, shops, kinds: LINK_KIND_NAMES.map((kind) => ({ kind, fields: fieldsOf(kind) })), origin: ctx.origin };
}
