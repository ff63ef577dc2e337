-- Messages of a shop that wait at its platform until they are fetched and confirmed: when to ask again. A lease moves due_at.
create table channel_pulls (
  shop_id text primary key references shops (id) on delete cascade,
  due_at timestamptz not null default 'epoch',
  failures smallint not null default 0,
  last_error text,
  -- when a message last came, to about ten seconds
  message_at timestamptz,
  -- when the platform was last told that the messages are wanted
  subscribed_at timestamptz
);

-- 'list': found by looking, at a platform that tells of nothing by itself, so that no message of it can have been lost.
alter table order_fetches drop constraint order_fetches_found_by_check, drop constraint order_fetches_due_by_check;
alter table order_fetches add constraint order_fetches_found_by_check check (found_by in ('push', 'poll', 'list')),
  add constraint order_fetches_due_by_check check (due_by in ('push', 'poll', 'list'));
create index order_fetches_by_list on order_fetches (shop_id, found_at) where found_by = 'list';
