-- From a deviation to a decision, and the report that management reads. Decisions are kept as they were taken: nothing
-- updates or deletes one. A report's figures are frozen as a whole, so that it always says what it said.

create table recommendations (
  id uuid primary key references objects (id) on delete cascade,
  finding text,
  cause text,
  action_proposed text,
  cost_cents bigint check (cost_cents >= 0),
  expected_effect text,
  indicator text,
  owner text,
  due_on date,
  submitted_on date
);

create table decisions (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  recommendation_id uuid not null,
  outcome text not null check (outcome in ('approved', 'refused', 'postponed')),
  note text,
  action_id uuid references objects (id) on delete set null,
  author_id text,
  author_name text not null,
  decided_at timestamptz not null default now(),
  foreign key (recommendation_id, workspace_id, project_id)
    references objects (id, workspace_id, project_id) on delete cascade,
  check (outcome <> 'refused' or note <> '')
);
create index decisions_of_recommendation on decisions (recommendation_id, decided_at);
-- Approved once, whatever the tabs and the double clicks.
create unique index one_approval on decisions (recommendation_id) where outcome = 'approved';

create table reports (
  id uuid primary key references objects (id) on delete cascade,
  author text,
  function text,
  audience text,
  starts_on date not null,
  ends_on date not null,
  summary text,
  lessons text,
  frozen jsonb,
  check (ends_on >= starts_on)
);
