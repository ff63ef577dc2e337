-- Personal values are stored sealed (AES-256-GCM, keys outside the database) and found by blind indexes.
-- Nothing was released before: readable values of a trial cannot be sealed here, since the keys are not in the database.
do $$ begin
  if exists (select 1 from inbox_messages) or exists (select 1 from inbox_conflicts) or exists (select 1 from order_receivers)
    or exists (select 1 from interactions) or exists (select 1 from drafts)
  then raise exception 'This database holds readable personal data from a trial of Tidewatch before personal data was sealed. It cannot be taken over: delete the data folder (.data) or the database and start again.';
  end if;
end $$;

alter table inbox_messages drop column body, add column sealed_body bytea not null;
-- null in the three below: removed when its time was over
alter table inbox_conflicts drop column body, add column sealed_body bytea;
alter table interactions drop column body, add column sealed_body bytea;
alter table drafts drop column body, add column sealed_body bytea not null;

-- The plain values of an order's receiver, sealed as one, and the blind indexes by which they are found.
drop table order_receivers;
create table order_receivers (
  order_id bigint primary key references orders (id) on delete cascade,
  sealed bytea,
  phone_index bytea,
  -- first 8 bytes of the HMAC of each two neighbouring characters
  name_bigrams bigint[],
  removed_at timestamptz
);
create index order_receivers_phone on order_receivers (phone_index) where phone_index is not null;
-- fastupdate off: no flush of a pending list in the middle of a batch
create index order_receivers_name on order_receivers using gin (name_bigrams) with (fastupdate = off)
  where name_bigrams is not null;
drop index orders_buyer_shown;
