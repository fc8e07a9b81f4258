-- What was decided of campaign parameters seen in traffic that no tracked link declares: counted with a link under another
-- spelling, or set aside with a reason. Events keep what they carried; only the reading changes.

create table link_verdicts (
  project_id uuid not null,
  workspace_id uuid not null,
  source text not null,
  medium text not null,
  campaign text not null,
  -- The link it is counted with; null when it is set aside.
  link_id uuid references tracked_links (id) on delete cascade,
  reason text not null,
  decided_at timestamptz not null,
  decided_by text not null,
  primary key (project_id, source, medium, campaign),
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
