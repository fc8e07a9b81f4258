-- KPIs in full: digital objectives between strategy and KPI, formulas, drawn paths, figures frozen day by day, deviations that
-- ask for a cause, scenarios. Every table but the frozen figures is a kind: `objects` holds its title and its state.

create table digital_objectives (
  id uuid primary key references objects (id) on delete cascade,
  outcome text not null,
  detail text,
  owner text,
  due_on date,
  achievable text,
  relevant text
);

alter table kpis
  add column formula text,
  add column path_shape text check (path_shape in ('linear', 'seasonal', 'drawn')),
  -- Points drawn by hand: [{"day": "2026-03-01", "value": 12}].
  add column path jsonb;

create table deviations (
  id uuid primary key references objects (id) on delete cascade,
  noticed_on date not null,
  actual numeric,
  expected numeric,
  -- actual against expected, in per cent of it; below zero when it is bad news.
  relative numeric,
  cause text,
  closed_on date
);

create table scenarios (
  id uuid primary key references objects (id) on delete cascade,
  note text,
  drivers jsonb
);

-- What a KPI was worth over each day, week and month, as it was read when that time was over. A row is never changed: what a later
-- reading finds otherwise is a new revision, so that a correction is said and not made in silence.
create table kpi_values (
  kpi_id uuid not null,
  workspace_id uuid not null,
  project_id uuid not null,
  grain text not null check (grain in ('day', 'week', 'month')),
  -- First day of the day, week or month.
  starts_on date not null,
  revision integer not null,
  value numeric,
  -- reading: the first; reread: the data had changed; redefined: the KPI itself had changed.
  reason text not null check (reason in ('reading', 'reread', 'redefined')),
  -- What was read: a change of formula or filter is not a correction of the data.
  definition text not null,
  frozen_at timestamptz not null,
  primary key (kpi_id, grain, starts_on, revision),
  foreign key (kpi_id, workspace_id, project_id) references objects (id, workspace_id, project_id) on delete cascade
);
