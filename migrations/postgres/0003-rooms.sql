-- Tables of the kinds of object: the columns that are not in `objects`. Amounts are integer cents, shares are 0–1.

create table insights (
  id uuid primary key references objects (id) on delete cascade,
  box text not null check (box in ('strength', 'weakness', 'opportunity', 'threat')),
  detail text,
  source text,
  source_url text,
  observed_on date,
  weight integer not null check (weight between 1 and 5)
);

create table aims (
  id uuid primary key references objects (id) on delete cascade,
  detail text,
  decided_by text,
  decided_on date
);

create table strategic_objectives (
  id uuid primary key references objects (id) on delete cascade,
  nature text not null check (nature in ('cognitive', 'affective', 'conative')),
  measure text,
  unit text,
  baseline numeric,
  target numeric,
  achievable text,
  relevant text,
  starts_on date,
  due_on date,
  owner text,
  check (due_on >= starts_on)
);

create table personas (
  id uuid primary key references objects (id) on delete cascade,
  summary text,
  age integer,
  place text,
  household text,
  job text,
  income text,
  biography text,
  needs text,
  barriers text,
  decision_criteria text,
  search_words text,
  tone text,
  message text,
  verbatim text,
  confidence text not null check (confidence in ('data', 'hypothesis')),
  source text,
  reviewed_on date,
  grid jsonb
);

create table supports (
  id uuid primary key references objects (id) on delete cascade,
  ownership text not null check (ownership in ('owned', 'paid', 'earned')),
  channel text not null,
  url text,
  role text
);

create table budget_lines (
  id uuid primary key references objects (id) on delete cascade,
  nature text not null check (nature in ('human', 'material', 'intangible')),
  category text,
  quantity numeric not null check (quantity >= 0),
  unit text,
  unit_price_cents bigint not null check (unit_price_cents >= 0),
  vat_rate numeric not null check (vat_rate between 0 and 1),
  months jsonb,
  supplier text,
  justification text,
  actual_cents bigint check (actual_cents >= 0)
);

create table actions (
  id uuid primary key references objects (id) on delete cascade,
  detail text,
  owner text,
  starts_on date,
  ends_on date,
  progress numeric check (progress between 0 and 1),
  deliverable text,
  deliverable_due_on date,
  check (ends_on >= starts_on)
);

create table editorial_lines (
  id uuid primary key references objects (id) on delete cascade,
  role text,
  public text,
  tone text,
  rhythm text,
  formats text,
  to_do text,
  to_avoid text
);

create table contents (
  id uuid primary key references objects (id) on delete cascade,
  format text,
  planned_on date,
  scheduled_at timestamptz,
  hook text,
  brief text,
  author text,
  call_to_action text,
  url text
);
create index contents_by_day on contents (planned_on);
