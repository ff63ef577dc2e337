-- A link that was added, or given more shops, follows what these have under way: the last order looked at; null = done.
alter table links add column older_after bigint;
-- Of a warehouse: whether it is also given the released orders that nobody has begun to pick.
alter table links add column gives_older boolean not null default false;
create index links_older on links (id) where older_after is not null;
