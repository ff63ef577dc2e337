create table tasks (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('order', 'conversation')),
  state text not null default 'open' check (state in ('open', 'closed')),
  version bigint not null default 1,
  order_id bigint references orders (id) on delete cascade,
  customer_id bigint references customers (id),
  group_id text not null references groups (id),
  class text,
  is_urgent boolean not null default false,
  tier_id text not null references tiers (id),
  reasons jsonb not null default '[]',
  opened_at timestamptz not null default now(),
  -- from the arrival of the message that caused the card to the card, in ms
  detect_ms integer,
  warn_at timestamptz,
  due_at timestamptz not null,
  due_kind text not null,
  -- the card's own deadline, which holds again once a waiting customer has been answered
  work_warn_at timestamptz,
  work_due_at timestamptz not null,
  work_due_kind text not null,
  is_overdue boolean not null default false,
  overdue_at timestamptz,
  seat_id text references users (id),
  seat_since timestamptz,
  seat_why jsonb,
  unread integer not null default 0,
  last_message_at timestamptz,
  first_reply_at timestamptz,
  disposition text check (disposition in ('true', 'false-alarm', 'investigate')),
  cause text,
  cause_note text,
  closed_at timestamptz,
  closed_by text,
  check (order_id is not null or customer_id is not null)
);
create unique index tasks_open_order on tasks (order_id) where state = 'open' and order_id is not null;
create unique index tasks_open_customer on tasks (customer_id) where state = 'open' and order_id is null;
create index tasks_seat on tasks (seat_id, due_at, id) where state = 'open' and seat_id is not null;
create index tasks_unclaimed on tasks (group_id, due_at, id) where state = 'open' and seat_id is null;
create index tasks_group on tasks (group_id, due_at, id) where state = 'open';
create index tasks_customer on tasks (customer_id) where state = 'open' and customer_id is not null;
create index tasks_falling_due on tasks (due_at, id) where state = 'open' and not is_overdue;
create index tasks_overdue on tasks (due_at, id) where state = 'open' and is_overdue;
create index tasks_closed on tasks (closed_by, closed_at) where state = 'closed';

-- Each disposition labels every rule that hit.
create table rule_labels (
  id bigint generated always as identity primary key,
  rule_id text not null,
  rule_set_version integer not null,
  order_id bigint not null references orders (id) on delete cascade,
  task_id bigint not null references tasks (id) on delete cascade,
  label text not null check (label in ('true', 'false-alarm', 'investigate')),
  cause text,
  actor text not null,
  at timestamptz not null default now(),
  unique (task_id, rule_id)
);

create table drafts (
  task_id bigint not null references tasks (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  body text not null,
  template_id text,
  saved_at timestamptz not null default now(),
  version bigint not null default 1,
  primary key (task_id, user_id)
);

create table notices (
  id bigint generated always as identity primary key,
  user_id text not null references users (id) on delete cascade,
  kind text not null,
  order_id bigint references orders (id) on delete cascade,
  detail jsonb not null default '{}',
  at timestamptz not null default now(),
  read_at timestamptz
);
create index notices_user on notices (user_id, id desc);
