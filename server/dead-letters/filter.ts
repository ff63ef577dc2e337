import * as z from 'zod';
import { reasonPatterns } from './reason-patterns';

/** Unreadable: nothing in it can be believed; failing: given up after the last try; fetch: an order given up asking for. */
export const LETTER_KINDS = ['unreadable', 'failing', 'retrying', 'conflict', 'fetch'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];
/** What can be put through again; about a conflict somebody decides. */
export const REDRIVEN_KINDS = ['unreadable', 'failing', 'retrying', 'fetch'] as const satisfies readonly LetterKind[];

const instant = z.number().int().min(0).max(8_640_000_000_000_000);

export const letterFilter = z.strictObject({
  kinds: z.array(z.enum(LETTER_KINDS)).min(1).optional(),
  shopId: z.string().min(1).max(64).optional(),
  /** Part of the reason, in any case. */
  reason: z.string().min(1).max(100).optional(),
  from: instant.optional(),
  before: instant.optional(),
});
export type LetterFilter = z.infer<typeof letterFilter>;

/** m and a message's number, c and a conflict's, f with shop and order number. */
export const letterRef = z
  .string()
  .max(200)
  .regex(/^(?:[mc]\d{1,18}|f[^/]{1,64}\/.{1,128})$/);

const STATES = `case k.state when 2 then 'unreadable' when 5 then 'retrying' else 'failing' end`;

interface Source {
  readonly kinds: readonly LetterKind[];
  readonly at: string;
  readonly ref: string;
  readonly shop: string;
  readonly reason: string;
  readonly columns: string;
  readonly from: string;
}

const SOURCES: readonly Source[] = [
  {
    kinds: ['unreadable', 'failing', 'retrying'],
    ...{ at: 'k.aside_at', ref: `'m' || k.id`, shop: 'k.shop_id', reason: 'k.reason' },
    columns: `${STATES} as kind, k.key as name, k.attempts as tries, k.retry_at`,
    from: `inbox_keys k where k.state in (2, 5, 7) and ($1::text[] is null or ${STATES} = any ($1))`,
  },
  {
    kinds: ['conflict'],
    ...{ at: 'c.received_at', ref: `'c' || c.id`, shop: 'c.shop_id', reason: `''` },
    columns: `'conflict' as kind, c.key as name, 0 as tries, null::timestamptz as retry_at`,
    from: 'inbox_conflicts c where c.settled_at is null',
  },
  {
    kinds: ['fetch'],
    ...{ at: 'f.dead_at', ref: `'f' || f.shop_id || '/' || f.order_no`, shop: 'f.shop_id', reason: 'f.last_error' },
    columns: `'fetch' as kind, f.order_no as name, f.attempts as tries, null::timestamptz as retry_at`,
    from: 'order_fetches f where f.dead_at is not null',
  },
];

/** SQL of what was set aside, and its parameters; `after` and `limit` are a place in the list, newest first. */
export function lettersSql(
  filter: LetterFilter,
  groups: readonly string[] | null,
  page: { readonly after?: { readonly at: string; readonly ref: string }; readonly limit: number | null },
): { readonly text: string; readonly params: readonly unknown[] } {
  const kinds = filter.kinds ?? null;
  const wanted = SOURCES.filter((source) => kinds === null || source.kinds.some((kind) => kinds.includes(kind)));
  const parts = wanted.map(
    ({ at, ref, shop, reason, columns, from }) => `(select ${at} as at, ${ref} as ref, ${shop} as shop_id,
      coalesce(${reason}, '') as reason, ${columns} from ${from} and $1::text[] is not distinct from $1
      and ($2::text is null or ${shop} = $2) and ($3::text[] is null or lower(coalesce(${reason}, '')) like any ($3))
      and ($4::float8 is null or ${at} >= at_ms($4)) and ($5::float8 is null or ${at} < at_ms($5))
      and ($6::text[] is null or ${shop} in (select id from shops where group_id = any ($6)))
      and ($7::timestamptz is null or (${at}, ${ref}) < ($7, $8::text))
      order by 1 desc, 2 desc limit $9)`,
  );
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
      ...[page.after?.at ?? null, page.after?.ref ?? null, page.limit],
    ],
  };
}
