-- Lists that were asked for as a file: begun by a call, fetched once by its ticket.
create table export_runs (
  id bigint generated always as identity primary key,
  ticket_sha bytea not null unique,
  actor text not null,
  list text not null,
  format text not null check (format in ('csv', 'xlsx')),
  filter jsonb not null,
  locale text not null,
  created_at timestamptz not null default now(),
  fetched_at timestamptz,
  finished_at timestamptz,
  rows integer
);
create index export_runs_actor on export_runs (actor, created_at);
