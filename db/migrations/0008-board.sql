-- Board counters: deltas are appended by the change's own transaction and folded by one leased job.
-- kind 'order': orders by day (Asia/Shanghai), group, platform, region and board state.
create table counter_deltas (
  day date not null,
  group_id text not null,
  platform text not null,
  region text not null,
  state text not null,
  n integer not null,
  amount_fen bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create table counters (
  day date not null,
  group_id text not null,
  platform text not null,
  region text not null,
  state text not null,
  n bigint not null,
  amount_fen bigint not null,
  primary key (day, group_id, platform, region, state)
);
