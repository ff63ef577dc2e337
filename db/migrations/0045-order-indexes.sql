-- What orders are searched by stands in columns of its own. With an index over a part of facts every statement about an order
-- wrote an entry into each of its indexes anew, since facts always change; now one that moves it to no other place does not.
-- Orders that are there are written anew, with their indexes, under lock: minutes for millions, and nothing was released before.
drop index orders_skus, orders_phone_tail;
-- A whole order number is the end of itself: the index of their ends finds it.
drop index orders_order_no;

-- Room in each page for the next state of its orders.
alter table orders set (fillfactor = 80);
alter table orders add column skus text[], add column phone_tail text;
-- Written with the table, not by an update, which would leave each order and each index entry twice.
alter table orders
  alter column skus type text[] using order_skus(facts),
  alter column phone_tail type text using right(facts->'receiver'->'value'->'phone'->>'shown', 4);
alter table orders alter column skus set default '{}', alter column skus set not null;
drop function order_skus(jsonb);

-- fastupdate off: no flush of a pending list in the middle of a batch
create index orders_skus on orders using gin (skus) with (fastupdate = off);
create index orders_phone_tail on orders (phone_tail, placed_at desc) where phone_tail is not null;
