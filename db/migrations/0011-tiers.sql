-- Every version of the tiers that was ever published; one is in force. The open cards judged by earlier versions are brought
-- over chunk by chunk, and the row says how far that has come.
create table tier_sets (
  version integer primary key,
  tiers jsonb not null,
  is_active boolean not null default false,
  published_by text not null,
  published_at timestamptz not null default now(),
  note text not null default '',
  -- the earlier version that says the same
  restores integer references tier_sets (version),
  -- what the preview said when it was agreed to
  agreed jsonb,
  cards_total integer not null default 0,
  cards_done integer not null default 0,
  cards_changed integer not null default 0,
  cards_overdue integer not null default 0,
  finished_at timestamptz
);
create unique index tier_sets_active on tier_sets (is_active) where is_active;

-- From now on a register of every tier there ever was, so that closed cards keep their tier's name.
alter table tiers drop column position, drop column condition, drop column respond_ms, drop column warn_ms,
  drop column skill, drop column owner_group_id, drop column version;

alter table tasks
  -- what tiers may look at (domain/tiers/tier.ts); null = nothing is known
  add column tier_facts jsonb,
  -- the version of the tiers that judged the card; 0 = none that is kept
  add column tier_version integer not null default 0,
  -- from when on each of the card's clocks runs; waiting_since: the first message that is still unanswered
  add column tier_since timestamptz not null default now(),
  add column class_since timestamptz not null default now(),
  add column waiting_since timestamptz;
update tasks t set tier_since = t.opened_at, class_since = t.opened_at,
  waiting_since = case when t.unread > 0 then coalesce(t.last_message_at, t.opened_at) end,
  tier_facts = jsonb_build_object('class', t.class, 'isUrgent', t.is_urgent,
    'isConversation', t.customer_id is not null, 'platform', o.platform, 'paidFen', o.paid_fen,
    'tags', o.facts->'buyerTags'->'value', 'holds', o.facts->'holds'->'value', 'intents', '[]'::jsonb,
    'warnings', '[]'::jsonb, 'writtenAt', '[]'::jsonb)
from tasks c left join orders o on o.id = c.order_id where c.id = t.id;
create index tasks_tier_version on tasks (tier_version, id) where state = 'open';
