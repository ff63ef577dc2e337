-- An order that nobody told of may become known because a person asked its platform for it.
alter table order_fetches drop constraint order_fetches_found_by_check;
alter table order_fetches add constraint order_fetches_found_by_check check (found_by in ('push', 'poll', 'list', 'person'));
