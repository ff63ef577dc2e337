-- Files of orders on their way in: received in pieces, checked, and taken order by order, so that any node can go on with
-- what another left. Nothing of a file is kept longer than it takes.
create table import_files (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id),
  file_name text not null,
  size bigint not null default 0,
  file_sha bytea,
  -- when it was exported, where the person said so
  exported_at timestamptz,
  actor text not null,
  state text not null default 'receiving' check (state in ('receiving', 'checking', 'unmapped', 'refused', 'checked',
    'importing', 'verifying', 'done', 'cancelled', 'failed')),
  -- whole: nothing is taken where a row is wrong; good: rows that are right are taken, the others listed
  take text check (take in ('whole', 'good')),
  fingerprint text,
  headings jsonb,
  layout jsonb,
  -- how far the present step has come: bytes read while checking, orders afterwards
  progress bigint not null default 0,
  summary jsonb,
  effects jsonb,
  stored integer not null default 0,
  in_database jsonb,
  -- why the file as a whole was not taken
  refusal jsonb,
  first_inbox_id bigint,
  run_id bigint references import_runs (id),
  -- times the present step was begun without coming further
  attempts smallint not null default 0,
  lease text,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index import_files_one_per_shop on import_files (shop_id) where state in ('importing', 'verifying');
create index import_files_underway on import_files (id) where state in ('checking', 'importing', 'verifying');
create index import_files_recent on import_files (updated_at);

create table import_chunks (
  file_id bigint not null references import_files (id) on delete cascade,
  seq bigint not null,
  sealed bytea not null,
  primary key (file_id, seq)
);

-- What is wrong with single rows. The value is sealed: a row that is read wrongly may show anything.
create table import_problems (
  id bigint generated always as identity primary key,
  file_id bigint not null references import_files (id) on delete cascade,
  row_no integer not null,
  place smallint not null,
  column_name text not null,
  reason text not null,
  sealed_value bytea not null,
  unique (file_id, row_no, place)
);

-- How a shop's files with these headings are read, as somebody said.
create table import_mappings (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id),
  fingerprint text not null,
  headings jsonb not null,
  layout jsonb not null,
  version integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now(),
  unique (shop_id, fingerprint)
);

alter table import_runs add column rows_refused integer not null default 0, add column is_cancelled boolean not null default false;
