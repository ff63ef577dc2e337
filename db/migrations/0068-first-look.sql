-- A new shop may begin with orders that already wait at its platform: what changed before this time waited when its first look
-- began, and nobody was to be told of it. 'infinity' until that look begins; null: it began with what came from then on.
alter table channel_polls add column waiting_until timestamptz;
