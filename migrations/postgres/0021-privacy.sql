-- What a site owes its visitors: the proof of each consent with the notice it was given on, the numbers no longer followed, what was
-- deleted and why, and the dated self-assessments. No address anywhere. All small beside the events.

create table consent_notices (
  site_id integer not null references sites (id) on delete cascade,
  version integer not null check (version > 0),
  content text not null check (length(content) between 1 and 10000),
  -- What a consent given on this version allows: see src/collect/consents.ts
  purposes text[] not null,
  written_by text not null,
  written_at timestamptz not null default now(),
  primary key (site_id, version)
);

-- One row a visitor who consented. The visitor is the hash of the number his browser keeps, as events know it (64 bits, as text).
create table consents (
  id bigint generated always as identity primary key,
  site_id integer not null references sites (id) on delete cascade,
  visitor text not null check (visitor ~ '^[0-9]{1,20}$'),
  -- Null when the site had written no notice yet.
  notice_version integer,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  foreign key (site_id, notice_version) references consent_notices (site_id, version)
);
create unique index on consents (site_id, visitor) where withdrawn_at is null;
create index on consents (site_id, given_at desc);

-- Numbers whose consent was withdrawn, or which were erased: an event that still carries one is measured as without consent.
-- Kept until the number would have expired by itself.
create table stopped_visitors (
  site_id integer not null references sites (id) on delete cascade,
  visitor text not null check (visitor ~ '^[0-9]{1,20}$'),
  stopped_at timestamptz not null,
  primary key (site_id, visitor)
);
create index on stopped_visitors (stopped_at);

create table privacy_log (
  id bigint generated always as identity primary key,
  site_id integer not null references sites (id) on delete cascade,
  at timestamptz not null,
  act text not null check (act in ('retention', 'erasure', 'export')),
  -- Null when a clock did it.
  done_by text,
  -- What was deleted or handed over, in numbers of rows by table; for a retention, the instant before which all went.
  counts jsonb not null default '{}',
  before timestamptz
);
create index on privacy_log (site_id, at desc);

create table self_assessments (
  id uuid primary key default gen_random_uuid(),
  site_id integer not null references sites (id) on delete cascade,
  made_at timestamptz not null,
  made_by text not null,
  -- Facts and settings as they stood that day; the document is made from them alone, in either language.
  facts jsonb not null
);
create index on self_assessments (site_id, made_at desc);
