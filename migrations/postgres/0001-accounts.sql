-- People, workspaces, and everything that lets someone in. users, sessions, accounts, verifications and two_factors
-- are better-auth's models under our names (its camelCase columns in snake_case); the rest is ours. Whatever opens a
-- door (invitation, key, guest link) is stored as a SHA-256: the secret itself is shown once and known only to its holder.

create table users (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  -- null: the browser's language, the system's theme.
  locale text check (locale in ('fr', 'en')),
  theme text check (theme in ('light', 'dark')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  token text not null unique,
  -- Always null: addresses are not kept. better-auth wants the column.
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_of_user on sessions (user_id);

create table accounts (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index accounts_of_user on accounts (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);

create table two_factors (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz
);
create index two_factors_of_user on two_factors (user_id);

create table workspaces (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  name text not null,
  -- Language of what the workspace sends to people whose own language is unknown.
  locale text not null default 'fr' check (locale in ('fr', 'en')),
  created_at timestamptz not null default now()
);

create table members (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  role text not null check (role in ('owner', 'lead', 'contributor', 'management')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index members_by_user on members (user_id);

create table invitations (
  id uuid primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'lead', 'contributor', 'management')),
  token_hash text not null unique,
  invited_by text references users (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index invitations_of_workspace on invitations (workspace_id, created_at);

create table api_keys (
  id uuid primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  name text not null,
  -- The first signs of the key, so that its owner recognises it.
  hint text not null,
  key_hash text not null unique,
  scopes text[] not null,
  created_by text references users (id) on delete set null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_of_workspace on api_keys (workspace_id, created_at);

-- The foreign key to projects comes with that table, in the next migration.
create table guest_links (
  id uuid primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  project_id uuid not null,
  name text not null,
  token_hash text not null unique,
  created_by text references users (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index guest_links_of_project on guest_links (workspace_id, project_id, created_at);

-- A browser that came by a guest link, and the name its reader gave.
create table guest_sessions (
  id uuid primary key,
  link_id uuid not null references guest_links (id) on delete cascade,
  name text not null,
  token_hash text not null unique,
  created_at timestamptz not null default now()
);
create index guest_sessions_of_link on guest_sessions (link_id);

-- Tries at a door in the current window. Keys are keyed hashes: neither address nor e-mail can be read from them.
create table attempts (
  key text primary key,
  count integer not null,
  window_ends_at timestamptz not null
);
create index attempts_by_end on attempts (window_ends_at);
