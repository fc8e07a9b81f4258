-- The life of a short link: when it was published, when it ends and where it leads then, who gets another page, who must know a
-- word. And its clicks in more detail: totals per link and day, each facet apart from the others, so that no row ever describes
-- one person's click.

alter table tracked_links
  add column published_on date,
  add column expires_on date,
  add column max_clicks integer check (max_clicks > 0),
  add column fallback text,
  -- [{device, country, destination}], the first that fits wins.
  add column rules jsonb;

-- Apart from the link's own values, which its history and the API show.
create table link_passwords (
  link_id uuid primary key references tracked_links (id) on delete cascade,
  hash text not null,
  set_at timestamptz not null,
  set_by text not null
);

create table link_click_facets (
  link_id uuid not null references tracked_links (id) on delete cascade,
  day date not null,
  -- Of people: hour (of the project's clock), device, country, referrer (a host), outcome. Of the others: robot (its name).
  facet text not null check (facet in ('hour', 'device', 'country', 'referrer', 'outcome', 'robot')),
  value text not null,
  count bigint not null,
  primary key (link_id, day, facet, value)
);
