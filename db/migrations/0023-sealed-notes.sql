-- What buyers, sellers and agents write in notes is stored sealed. Nothing was released before: readable notes of a trial
-- cannot be sealed here, since the keys are not in the database.
do $$ begin
  if exists (select 1 from orders where facts->'buyerNote'->>'value' <> '' or facts->'sellerNote'->>'value' <> '')
    or exists (select 1 from tasks where cause_note <> '')
  then raise exception 'This database holds readable notes from a trial of Tidewatch before notes were sealed. It cannot be taken over: delete the data folder (.data) or the database and start again.';
  end if;
end $$;

-- Buyer's and seller's note of an order, sealed as one; its facts hold keyed hashes of them. null: none, or removed.
alter table order_receivers add column notes_sealed bytea;
drop index order_receivers_kept;
create index order_receivers_kept on order_receivers (order_id) where sealed is not null or notes_sealed is not null;

-- null: none, or removed when its time was over
alter table tasks drop column cause_note, add column cause_note_sealed bytea;
create index tasks_cause_notes on tasks (closed_at) where cause_note_sealed is not null;

alter table reveals drop constraint reveals_field_check;
alter table reveals add constraint reveals_field_check check (field in ('name', 'phone', 'detail', 'note'));
