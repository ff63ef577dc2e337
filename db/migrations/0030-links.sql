-- Systems beside the shop platforms that tell facts of orders: a warehouse, courier traces, payments. Secrets are sealed
-- together; a shop has at most one link of a kind.
create table links (
  id text primary key,
  kind text not null check (kind in ('qimen', 'kuaidi100', 'wechat-pay')),
  name text not null,
  -- what is not secret, by the kind's own shape (server/links/<kind>/settings.ts)
  settings jsonb not null,
  secrets_sealed bytea not null,
  is_active boolean not null default true,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  -- something genuine last came to its door; something that was refused, and why
  heard_at timestamptz,
  refused_at timestamptz,
  refusal text
);

create table link_shops (
  kind text not null,
  shop_id text not null references shops (id) on delete cascade,
  link_id text not null references links (id) on delete cascade,
  primary key (kind, shop_id)
);
create index link_shops_link on link_shops (link_id);

-- What came to a link's door, under its permanent key, committed before it was acknowledged. Ids are drawn from one line with
-- the inbox, so that an order's log names a message without saying where it lies. The body goes when its time is over.
-- state: 0 pending, 1 read, 2 set aside (reason says why), 3 waits for the order or parcel that ref names.
create table link_messages (
  id bigint primary key default nextval(pg_get_serial_sequence('inbox_keys', 'id')),
  link_id text not null,
  key text not null,
  -- what the body speaks of, where the address says so (a Qimen method)
  topic text not null default '',
  body_sha bytea not null,
  sealed_body bytea,
  received_at timestamptz not null default now(),
  state smallint not null default 0,
  ref text,
  reason text,
  unique (link_id, key)
);
create index link_messages_pending on link_messages (id) where state = 0;
create index link_messages_aside on link_messages (link_id, id desc) where state in (2, 3);
create index link_messages_waiting on link_messages (ref) where state = 3;
create index link_messages_kept on link_messages (received_at) where sealed_body is not null;
