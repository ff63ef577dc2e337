-- Rights that a person holds for a time, beyond their role. "right_id" names a row of server/grant-table.ts. Active: not
-- revoked, begun, and not over by the clock of this database; a job marks what has run out as revoked by 'system'.
create table grants (
  id bigint generated always as identity primary key,
  user_id text not null references users (id) on delete cascade,
  right_id text not null,
  group_id text not null references groups (id),
  reason text not null,
  granted_by text not null references users (id),
  created_at timestamptz not null default now(),
  starts_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  version bigint not null default 1,
  check (expires_at > starts_at),
  check ((revoked_at is null) = (revoked_by is null))
);
create index grants_held on grants (user_id) where revoked_at is null;
create index grants_due on grants (expires_at) where revoked_at is null;
