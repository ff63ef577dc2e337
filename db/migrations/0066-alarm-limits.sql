-- From where on something that is connected, or an order's facts, is called wrong. One row.
create table alarm_limits (
  is_only boolean primary key default true check (is_only),
  -- times the normal gap of the hour without a message
  silence_factor integer not null default 3 check (silence_factor between 2 and 10),
  -- of an hour's orders, found only by looking
  found_percent integer not null default 10 check (found_percent between 1 and 50),
  -- of the open orders, in conflict
  conflict_percent integer not null default 3 check (conflict_percent between 1 and 50),
  version bigint not null default 1
);
insert into alarm_limits default values;
