-- How close the rows of tables and lists lie to each other.
alter table users add column density text not null default 'normal' check (density in ('normal', 'compact'));
