-- The demonstration made in this instance: for which day, and whether its traffic was loaded to the end. Written with the first
-- objects and finished with the last click, so that a start that was cut is known and made anew. No foreign key: the row must
-- outlive its workspace until its events are gone from the other engine.

create table demonstrations (
  workspace_id uuid primary key,
  site_id integer not null,
  day date not null,
  finished_at timestamptz
);
