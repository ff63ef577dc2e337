-- Secrets are sealed by the data keys, which are outside the database (server/privacy/keyring.ts). Nothing was released
-- before: the readable ones of a trial cannot be sealed here and are dropped; shops ask for a new one.
alter table shops
  drop column secrets,
  -- what the channel needs besides its signing secret, as one sealed JSON
  add column credentials_sealed bytea,
  add column version bigint not null default 1;

-- The secrets that sign a shop's pushes: at most two live, the newer replacing the older. Of a retired one only the
-- fingerprint stays.
create table shop_secrets (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id),
  sealed bytea,
  fingerprint text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  last_used_at timestamptz,
  retired_at timestamptz,
  check ((sealed is null) = (retired_at is not null))
);
create index shop_secrets_shop on shop_secrets (shop_id, id);

-- What came to each shop's door of late and what became of it, a short ring for every node: no body, nothing personal.
-- shop_id '': addresses that no shop has.
create table shop_doors (
  shop_id text not null,
  node text not null,
  entries jsonb not null,
  at timestamptz not null default now(),
  primary key (shop_id, node)
);

delete from wecom_kf_accounts;
delete from wecom_accounts;
alter table wecom_accounts
  drop column corp_secret,
  drop column callback_token,
  drop column encoding_aes_key,
  add column name text not null,
  -- corp secret, callback token and EncodingAESKey as one sealed JSON
  add column secrets_sealed bytea not null,
  add column created_at timestamptz not null default now(),
  -- WeCom checked the callback address; an event came
  add column callback_verified_at timestamptz,
  add column callback_event_at timestamptz,
  add column callback_refused_at timestamptz,
  add column callback_refusal text,
  add column version bigint not null default 1;
alter table wecom_kf_accounts add column is_served boolean not null default true;

-- Where notices go besides the console: group robots and webhooks. Address and secret are sealed together, since whoever
-- knows a robot's address can post through it.
create table notice_channels (
  id bigint generated always as identity primary key,
  name text not null,
  kind text not null check (kind in ('wecom-robot', 'dingtalk-robot', 'feishu-robot', 'webhook')),
  address_sealed bytea not null,
  -- the host of the address, to be shown
  host text not null,
  -- null: orders of every group
  group_id text references groups (id),
  events text[] not null,
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  is_active boolean not null default true,
  -- the earliest time of the next post: keeps within what the robot takes a minute
  next_post_at timestamptz not null default 'epoch',
  created_at timestamptz not null default now(),
  version bigint not null default 1
);

-- One message to a channel; while it is queued, what happens meanwhile joins it.
create table notice_posts (
  id bigint generated always as identity primary key,
  channel_id bigint not null references notice_channels (id) on delete cascade,
  -- [{event, count, orders: [order number…]}]
  parts jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  last_error text,
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  settled_at timestamptz
);
create index notice_posts_channel on notice_posts (channel_id, id desc);

-- When notice channels were told that nobody had claimed the card; null for not yet.
alter table tasks add column unclaimed_told_at timestamptz;
create index tasks_unclaimed_untold on tasks (opened_at, id)
  where state = 'open' and seat_id is null and unclaimed_told_at is null;
