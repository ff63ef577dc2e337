-- The seal over the audit rows: one leased job chains what was committed into blocks. A block names its rows (8 bytes each),
-- their hashes (32 bytes each), and the hash of the block before it; "hash" covers every other column but sealed_at's zone.
-- base_id: rows up to it were there when this incarnation of the database began; null while those are still being sealed.
-- last_xid, last_id: how far the rows of this incarnation are sealed, in the order of (xid, id).
create table audit_blocks (
  block bigint primary key,
  incarnation text not null,
  base_id bigint,
  last_xid xid8 not null,
  last_id bigint not null,
  n integer not null,
  row_ids bytea not null,
  row_hashes bytea not null,
  previous bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default clock_timestamp(),
  check (length(row_ids) = 8 * n and length(row_hashes) = 32 * n and length(hash) = 32)
);
create index audit_order on audit (xid, id);
create index audit_actor on audit (actor, id);
create index audit_action on audit (action, id);
create index audit_ref on audit (ref, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: it is append-only', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();
create trigger audit_blocks_append_only before update or delete or truncate on audit_blocks
  for each statement execute function refuse_change();
alter table audit enable always trigger audit_append_only;
alter table audit_blocks enable always trigger audit_blocks_append_only;
revoke update, delete, truncate on audit, audit_blocks from public;
