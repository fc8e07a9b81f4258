-- How the links of a project are named: what is allowed for each campaign parameter, and what each support begins with. One
-- row a project that has written its convention; without a row anything in lower case and without accents passes.

create table link_namings (
  project_id uuid primary key,
  workspace_id uuid not null,
  naming jsonb not null,
  version integer not null default 1,
  saved_at timestamptz not null default now(),
  saved_by text not null,
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
