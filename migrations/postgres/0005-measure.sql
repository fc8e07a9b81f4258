-- Campaigns, tracked links and their clicks, goals and KPIs. Totals of clicks are per link and day, without a visitor:
-- they are counted in both privacy modes.

create table campaigns (
  id uuid primary key references objects (id) on delete cascade,
  purpose text,
  starts_on date,
  ends_on date,
  utm_campaign text not null,
  planned_cents bigint check (planned_cents >= 0),
  spent_cents bigint check (spent_cents >= 0),
  owner text,
  check (ends_on >= starts_on)
);

create table tracked_links (
  id uuid primary key references objects (id) on delete cascade,
  -- Unique on the instance: /l/:slug knows no workspace.
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,59}$'),
  destination text not null,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_content text,
  utm_term text
);

-- A link saved without a slug gets one: 7 signs without look-alikes, 27 billion possibilities.
create function tracked_link_slug() returns trigger language plpgsql as $$
declare
  alphabet constant text := '23456789abcdefghjkmnpqrstuvwxyz';
begin
  while new.slug is null or new.slug = '' loop
    select string_agg(substr(alphabet, 1 + (get_byte(b, i) % length(alphabet)), 1), '')
      into new.slug
      from (select decode(replace(gen_random_uuid()::text, '-', ''), 'hex') as b) as random, generate_series(9, 15) as i;
    if exists (select from tracked_links where slug = new.slug) then
      new.slug := null;
    end if;
  end loop;
  return new;
end
$$;
create trigger tracked_link_slug before insert or update on tracked_links
  for each row execute function tracked_link_slug();

create table link_clicks (
  link_id uuid not null references tracked_links (id) on delete cascade,
  -- Day of the project's time zone.
  day date not null,
  -- person, bot, preview (the robot of a network or a mail client that fetches the link to show it).
  kind text not null check (kind in ('person', 'bot', 'preview')),
  count bigint not null,
  primary key (link_id, day, kind)
);

-- Batches of clicks already added up: the journal may send one twice after a crash.
create table click_batches (
  token text primary key,
  received_at timestamptz not null default now()
);

create table goals (
  id uuid primary key references objects (id) on delete cascade,
  -- A domain of the project; null for all its sites.
  site text,
  match text not null check (match in ('page', 'event')),
  pattern text not null,
  value_cents bigint check (value_cents >= 0)
);

create table kpis (
  id uuid primary key references objects (id) on delete cascade,
  nature text not null check (nature in ('aim', 'alert', 'anticipation')),
  metric text not null,
  site text,
  filter_dimension text,
  filter_value text,
  unit text,
  direction text not null check (direction in ('up', 'down')),
  baseline numeric,
  target numeric,
  starts_on date,
  ends_on date,
  threshold numeric check (threshold between 0 and 1),
  measured numeric,
  measured_on date,
  source text,
  owner text,
  cause text,
  check (ends_on >= starts_on)
);
