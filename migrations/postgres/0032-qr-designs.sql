-- How the QR codes of a project look: its colours and the picture in their middle. A project without a row has black on white.

create table qr_designs (
  project_id uuid primary key,
  workspace_id uuid not null,
  dark text not null check (dark ~ '^#[0-9a-f]{6}$'),
  light text not null check (light ~ '^#[0-9a-f]{6}$'),
  -- A PNG file, checked and bounded before it is kept.
  logo bytea,
  saved_at timestamptz not null default now(),
  saved_by text not null,
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
