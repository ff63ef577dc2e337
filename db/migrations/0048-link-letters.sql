-- What a link's message could not be read for lies in the same tray as what shops' messages could not: since when, and
-- state 4: discarded by a person. Messages of before stand where they came.
alter table link_messages add column aside_at timestamptz;
create index link_messages_letters on link_messages (coalesce(aside_at, received_at) desc) where state = 2;
