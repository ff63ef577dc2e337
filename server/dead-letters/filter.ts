import * as z from 'zod';
import { reasonPatterns } from './reason-patterns';

/**
 * Of shops: unreadable: nothing in it can be believed; failing: given up after the last try; conflict: the same id with another
 * body; fetch: an order given up asking for. Of links: link: could not be read; link-conflict: the same id with another body.
 */
export const LETTER_KINDS = [
  'unreadable',
  'failing',
  'retrying',
  'conflict',
  'fetch',
  'link',
  'link-conflict',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];
/** What can be put through again; about a conflict somebody decides, and another body of a link's message is never read. */
export const REDRIVEN_KINDS = [
  'unreadable',
  'failing',
  'retrying',
  'fetch',
  'link',
] as const satisfies readonly LetterKind[];

const instant = z.number().int().min(0).max(8_640_000_000_000_000);

export const letterFilter = z.strictObject({
  kinds: z.array(z.enum(LETTER_KINDS)).min(1).optional(),
  /** What shops told; what links told is left out. */
  shopId: z.string().min(1).max(64).optional(),
  /** What a link told; what shops told is left out. */
  linkId: z.string().min(1).max(64).optional(),
  /** Part of the reason, in any case. */
  reason: z.string().min(1).max(100).optional(),
  from: instant.optional(),
  before: instant.optional(),
});
export type LetterFilter = z.infer<typeof letterFilter>;

/** m and a message's number, c and a conflict's, l and the number of a link's message, f with shop and order number. */
export const letterRef = z
  .string()
  .max(200)
  .regex(/^(?:[mcl]\d{1,18}|f[^/]{1,64}\/.{1,128})$/);

const STATES = `case k.state when 2 then 'unreadable' when 5 then 'retrying' else 'failing' end`;

/** How the key of another body under a known id ends (server/facts/message-store.ts). */
export const OTHER_BODY = '#[0-9a-f]{16}$';
const LINK_KIND = `case when x.key ~ '${OTHER_BODY}' then 'link-conflict' else 'link' end`;

interface Source {
  readonly kinds: readonly LetterKind[];
  readonly at: string;
  readonly ref: string;
  readonly owner: 'shop' | 'link';
  readonly ownerId: string;
  readonly reason: string;
  readonly columns: string;
  readonly from: string;
}

const SOURCES: readonly Source[] = [
  {
    kinds: ['unreadable', 'failing', 'retrying'],
    ...{ at: 'k.aside_at', ref: `'m' || k.id`, owner: 'shop', ownerId: 'k.shop_id', reason: 'k.reason' },
    columns: `${STATES} as kind, k.key as name, k.attempts as tries, k.retry_at`,
    from: `inbox_keys k where k.state in (2, 5, 7) and ($1::text[] is null or ${STATES} = any ($1))`,
  },
  {
    kinds: ['conflict'],
    ...{ at: 'c.received_at', ref: `'c' || c.id`, owner: 'shop', ownerId: 'c.shop_id', reason: `''` },
    columns: `'conflict' as kind, c.key as name, 0 as tries, null::timestamptz as retry_at`,
    from: 'inbox_conflicts c where c.settled_at is null',
  },
  {
    kinds: ['fetch'],
    ...{ at: 'f.dead_at', ref: `'f' || f.shop_id || '/' || f.order_no`, reason: 'f.last_error' },
    ...{ owner: 'shop', ownerId: 'f.shop_id' },
    columns: `'fetch' as kind, f.order_no as name, f.attempts as tries, null::timestamptz as retry_at`,
    from: 'order_fetches f where f.dead_at is not null',
  },
  {
    kinds: ['link', 'link-conflict'],
    ...{ at: 'coalesce(x.aside_at, x.received_at)', ref: `'l' || x.id`, reason: 'x.reason' },
    ...{ owner: 'link', ownerId: 'x.link_id' },
    columns: `${LINK_KIND} as kind, regexp_replace(x.key, '${OTHER_BODY}', '') as name, 0 as tries, null::timestamptz as retry_at`,
    from: `link_messages x where x.state = 2 and x.link_id in (select id from links)
      and ($1::text[] is null or ${LINK_KIND} = any ($1))`,
  },
];

/** Which rows are of the groups that may be seen: of a shop its own, of a link those of all its shops. */
const REACH = {
  shop: 'in (select id from shops where group_id = any ($6))',
  link: 'in (select j.link_id from link_shops j join shops s on s.id = j.shop_id where s.group_id = any ($6))',
} as const;
const ownerSql = (source: Source, wanted: Source['owner']): string =>
  source.owner === wanted ? source.ownerId : 'null::text';

/** SQL of what was set aside, and its parameters; `after` and `limit` are a place in the list, newest first. */
export function lettersSql(
  filter: LetterFilter,
  groups: readonly string[] | null,
  page: { readonly after?: { readonly at: string; readonly ref: string }; readonly limit: number | null },
): { readonly text: string; readonly params: readonly unknown[] } {
  const kinds = filter.kinds ?? null;
  const wanted = SOURCES.filter((source) => kinds === null || source.kinds.some((kind) => kinds.includes(kind)));
  const parts = wanted.map((source) => {
    const { at, ref, owner, ownerId, reason, columns, from } = source;
    const [shop, link] = [ownerSql(source, 'shop'), ownerSql(source, 'link')];
    return `(select ${at} as at, ${ref} as ref, ${shop} as shop_id, ${link} as link_id,
      coalesce(${reason}, '') as reason, ${columns} from ${from} and $1::text[] is not distinct from $1
      and ($2::text is null or ${shop} = $2) and ($10::text is null or ${link} = $10)
      and ($3::text[] is null or lower(coalesce(${reason}, '')) like any ($3))
      and ($4::float8 is null or ${at} >= at_ms($4)) and ($5::float8 is null or ${at} < at_ms($5))
      and ($6::text[] is null or ${ownerId} ${REACH[owner]})
      and ($7::timestamptz is null or (${at}, ${ref}) < ($7, $8::text))
      order by 1 desc, 2 desc limit $9)`;
  });
  return {
    text: parts.join(' union all '),
    params: [
      ...[
        kinds,
        filter.shopId ?? null,
        reasonPatterns(filter.reason),
        filter.from ?? null,
        filter.before ?? null,
        groups,
      ],
      ...[page.after?.at ?? null, page.after?.ref ?? null, page.limit, filter.linkId ?? null],
    ],
  };
}
