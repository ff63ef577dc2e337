-- Notes are found as names are: by keyed hashes of their neighbouring characters. The hashes are made after the batch that took
-- the notes in; null: not made yet, or there are no notes.
alter table order_receivers add column note_bigrams bigint[];
-- fastupdate off: no flush of a pending list in the middle of a search
create index order_receivers_note on order_receivers using gin (note_bigrams) with (fastupdate = off)
  where note_bigrams is not null;
create index order_receivers_note_due on order_receivers (order_id) where notes_sealed is not null and note_bigrams is null;
