-- A link by which somebody who lost his password chooses another: made by an owner or on the command line, since an
-- instance need not have a mail server. Like every door, only its SHA-256 is kept.

create table password_resets (
  id uuid primary key,
  user_id text not null references users (id) on delete cascade,
  token_hash text not null unique,
  -- null: the command line.
  issued_by text references users (id) on delete set null,
  -- For somebody who lost his telephone and his backup codes too; only the command line gives it.
  drops_second_factor boolean not null default false,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_of_user on password_resets (user_id);
