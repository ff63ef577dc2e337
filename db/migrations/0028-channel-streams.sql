-- Connections that we hold open to platforms which tell of orders over them: each by one node at a time.
create table channel_streams (
  -- CHANNEL/ID of the app that connects; several shops may share it
  id text primary key,
  -- fences a node that lost the connection's lease
  token bigint,
  held_until timestamptz not null default 'epoch',
  -- no attempt before this time
  retry_at timestamptz not null default 'epoch',
  failures smallint not null default 0,
  last_error text,
  connected_at timestamptz,
  -- to about ten seconds
  heard_at timestamptz
);
create sequence channel_stream_token;

-- When an order was last asked for, and of which such time the state that we have is: a list that gives numbers alone says by
-- when they changed, and what was asked for after that is known.
alter table order_fetches add column asked_at timestamptz, add column known_at timestamptz;
