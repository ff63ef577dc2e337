-- Whose order it is stands beside what it is found by, so that a search within a group reads the orders of no other. An order
-- stays with the group it came to. Receivers that are there are written anew, under lock, and their indexes after them: nothing
-- was released before.
drop index order_receivers_name, order_receivers_phone, order_receivers_kept;
alter table order_receivers add column group_id text;
update order_receivers r set group_id = o.group_id from orders o where o.id = r.order_id;
alter table order_receivers alter column group_id set not null;

create index order_receivers_phone on order_receivers (phone_index) where phone_index is not null;
-- fastupdate off: no flush of a pending list in the middle of a batch
create index order_receivers_name on order_receivers using gin (name_bigrams) with (fastupdate = off)
  where name_bigrams is not null;
create index order_receivers_kept on order_receivers (order_id) where sealed is not null or notes_sealed is not null;
