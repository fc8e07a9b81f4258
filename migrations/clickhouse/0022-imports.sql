-- Which import an event came by (import_runs.id; 0 for all that was not imported, or was before this file): what is looked for when an
-- import is taken back. A column with a default is added without rewriting anything.

alter table events add column if not exists import_id UInt32 default 0 codec(ZSTD(1));
