-- What a goal may ask besides a page or an event: a value of a property, how far a page was read, for how long, an amount.
-- The check is dropped by the name PostgreSQL gave it and made again wider; nothing stored changes.

alter table goals
  drop constraint goals_match_check,
  add column property text,
  add column property_value text,
  -- Per cent of the page for scroll, seconds for time, whole units of the site's money for revenue.
  add column threshold integer check (threshold >= 0),
  add constraint goals_match_check check (match in ('page', 'event', 'scroll', 'time', 'revenue'));
