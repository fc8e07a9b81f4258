-- A tracked link whose short address is emptied in its form keeps the one it has: it may be printed, and a new one
-- drawn at random would make every copy lead nowhere. A new link without one still gets one.

create or replace function tracked_link_slug() returns trigger language plpgsql as $$
declare
  alphabet constant text := '23456789abcdefghjkmnpqrstuvwxyz';
begin
  if tg_op = 'UPDATE' and coalesce(new.slug, '') = '' then
    new.slug := old.slug;
  end if;
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
