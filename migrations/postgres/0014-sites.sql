-- A site may be taken off, and its domain measured again later, here or by another workspace: a domain is unique among the
-- sites that are measured, and those taken off keep their history. The table is small: the index is built in one go.

alter table sites drop constraint sites_domain_key;
create unique index sites_domain_key on sites (domain) where deleted_at is null;
