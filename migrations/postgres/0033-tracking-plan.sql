-- The tracking plan: what the sites are meant to send, event by event. The page of the plan sets it against what arrived.

create table planned_events (
  id uuid primary key references objects (id) on delete cascade,
  event_name text not null,
  trigger text,
  page text,
  -- A line a parameter: "taille : texte, obligatoire, 250 g | 500 g".
  parameters text,
  priority text not null check (priority in ('must', 'should', 'could')),
  owner text,
  tested_on date,
  tested_by text,
  note text
);
