-- A card of a dashboard may show a fact of the project (budget, plan, contents) in place of a metric: every card now says which, or none.
-- Cards are a list inside one row, read and written whole; a few thousand rows at most.

update dashboards set
  cards = (select coalesce(jsonb_agg('{"fact": null}' || card order by at), '[]') from jsonb_array_elements(cards) with ordinality as c (card, at)),
  removed = (
    select coalesce(jsonb_agg(jsonb_set(one, '{card}', '{"fact": null}' || (one -> 'card')) order by at), '[]')
    from jsonb_array_elements(removed) with ordinality as r (one, at)
  );
