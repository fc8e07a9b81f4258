-- A way in for someone without an account: one view of one project, read only, as its maker pinned it. Only a hash of the
-- token is kept, as for a guest link; what is shown is an address, which the page of that view reads again each time.

create table shares (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  -- Which view, by its name in src/accounts/share-views.ts.
  view text not null,
  name text not null,
  -- What an address of that view says: site, period, filters.
  pinned text not null,
  changes_period boolean not null,
  token_hash text not null unique,
  password_hash text,
  created_by text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  openings integer not null default 0,
  opened_at timestamptz,
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
create index shares_of_project on shares (project_id);
