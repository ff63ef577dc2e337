-- The queue of everybody's cards, for those who see all groups.
create index tasks_open_due on tasks (due_at, id) where state = 'open';
-- The cards of a group that wait for its supervisor.
create index tasks_intervene on tasks (group_id, due_at, id)
  where state = 'open' and (is_overdue or disposition = 'investigate');
