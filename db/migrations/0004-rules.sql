create table rule_sets (
  version integer primary key,
  rules jsonb not null,
  is_active boolean not null default false,
  published_by text not null,
  published_at timestamptz not null default now()
);
create unique index rule_sets_active on rule_sets (is_active) where is_active;

create table tiers (
  id text primary key,
  position integer not null,
  name jsonb not null,
  condition jsonb not null,
  respond_ms integer not null,
  warn_ms integer not null,
  skill text,
  owner_group_id text references groups (id),
  version bigint not null default 1
);
