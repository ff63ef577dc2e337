-- Groups, people, sign-ins. The four sign-in tables are better-auth's, under our names.
create table groups (
  id text primary key,
  name text not null,
  region text,
  created_at timestamptz not null default now()
);

create table users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  username text unique,
  display_username text,
  role text not null default 'agent' check (role in ('agent', 'supervisor', 'manager', 'admin')),
  banned boolean not null default false,
  ban_reason text,
  ban_expires timestamptz,
  group_id text references groups (id),
  locale text not null default 'zh-CN',
  theme text not null default 'system',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id text primary key,
  token text not null unique,
  user_id text not null references users (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  impersonated_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_user on sessions (user_id);

create table accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index accounts_user on accounts (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);

-- A seat: what the agent says (state) and whether a page of theirs is alive (seen_at, renewed by the node holding it).
create table seats (
  user_id text primary key references users (id) on delete cascade,
  state text not null default 'offline' check (state in ('accepting', 'paused', 'offline')),
  state_since timestamptz not null default now(),
  seen_at timestamptz not null default 'epoch',
  -- what the last seat.changed said; a sweep announces the difference
  announced_present boolean not null default false,
  capacity integer not null default 20,
  skills text[] not null default '{}',
  assigned_at timestamptz not null default 'epoch',
  version bigint not null default 1
);

-- One row per fact about this installation: database incarnation, first-run token hash, keys' fingerprints.
create table app_meta (key text primary key, value text not null);
insert into app_meta values ('incarnation', gen_random_uuid()::text);
