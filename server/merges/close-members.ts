/**
 * SQL that takes orders out of the merges they are in; a merge that is left with one order ends. `out` is SQL that answers
 * (order_id bigint, by_whom text, reason text).
 */
export const closeMembers = (out: string): string => `update merge_members m
    set split_at = now(), split_by = x.by_whom, split_reason = x.reason
  from (with gone as materialized (${out})
    select c.id, g.order_id is not null as is_out, coalesce(g.by_whom, 'system') as by_whom,
      coalesce(g.reason, 'alone') as reason,
      count(*) filter (where g.order_id is null) over (partition by c.merge_id) as staying
    from merge_members c left join gone g using (order_id)
    where c.split_at is null and c.merge_id in
      (select t.merge_id from merge_members t join gone using (order_id) where t.split_at is null)) x
  where x.id = m.id and (x.is_out or x.staying = 1)`;
