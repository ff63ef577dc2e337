-- False for an account that came with imported settings: its hash is of a password that nobody knows, until an admin sets one.
alter table accounts add column is_password_set boolean not null default true;
