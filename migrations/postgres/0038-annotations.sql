-- What people note on the curves: a day, or from a day to another, and what happened. Publications and campaigns are shown there
-- too, but are read where they are kept, so that they never disagree.

create table annotations (
  id uuid primary key references objects (id) on delete cascade,
  subject text not null check (subject in ('event', 'communication', 'site', 'market', 'other')),
  starts_on date not null,
  ends_on date,
  note text,
  check (ends_on >= starts_on)
);
