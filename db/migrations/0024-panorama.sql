-- Every card that an order has had, and every seat a card has been on.
create index tasks_order on tasks (order_id, id) where order_id is not null;

-- A trigger writes it, so that no writer of cards can forget it; who acts is said per transaction (tidewatch.actor, null: the
-- product itself). from_seat null: it was on nobody's seat; to_seat null: it went back to its queue.
create table task_moves (
  id bigint generated always as identity primary key,
  task_id bigint not null references tasks (id) on delete cascade,
  at timestamptz not null default now(),
  from_seat text,
  to_seat text,
  -- why the seat has it, as in tasks.seat_why
  how text,
  by_whom text
);
create index task_moves_task on task_moves (task_id, id);

create function note_task_move() returns trigger language plpgsql as $$
begin
  insert into task_moves (task_id, at, from_seat, to_seat, how, by_whom)
  values (new.id, coalesce(new.seat_since, now()), case when tg_op = 'UPDATE' then old.seat_id end, new.seat_id,
    coalesce(new.seat_why->>'kind', new.seat_why->>'reason'), nullif(current_setting('tidewatch.actor', true), ''));
  return null;
end $$;
create trigger tasks_note_first_seat after insert on tasks for each row
  when (new.seat_id is not null) execute function note_task_move();
create trigger tasks_note_move after update of seat_id on tasks for each row
  when (old.seat_id is distinct from new.seat_id) execute function note_task_move();
-- Where cards are now is where their known history begins.
insert into task_moves (task_id, at, to_seat, how)
  select id, coalesce(seat_since, opened_at), seat_id, coalesce(seat_why->>'kind', seat_why->>'reason') from tasks where seat_id is not null;
