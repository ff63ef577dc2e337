-- Second factor, as better-auth's twoFactor plugin keeps it, under our names.
alter table users add column two_factor_enabled boolean not null default false;

create table two_factors (
  id text primary key,
  user_id text not null unique references users (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);

-- A one-time code counts once (RFC 6238, 5.2). Only a hash is kept.
create table used_codes (
  user_id text not null references users (id) on delete cascade,
  code_hash text not null,
  used_at timestamptz not null default now(),
  primary key (user_id, code_hash)
);

-- seen_at: when somebody last worked or looked at a page. is_enrolling: good for nothing but setting up a second factor.
alter table sessions add column seen_at timestamptz not null default now();
alter table sessions add column is_enrolling boolean not null default false;

-- Sign-in attempts since the last success, by the hash of the name that was typed (known or not).
create table sign_in_attempts (
  account text primary key,
  attempts integer not null,
  last_at timestamptz not null
);
create index sign_in_attempts_old on sign_in_attempts (last_at);
