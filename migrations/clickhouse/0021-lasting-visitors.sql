-- The lasting number of a visitor who gave consent (64 bits of a hash of what his browser keeps; 0 without consent): what an export and
-- an erasure look for. A visit begun before the consent keeps the number of the day as its visitor_id, so the two may differ.
-- A column with a default is added without rewriting anything.

alter table events add column if not exists lasting_id UInt64 default 0 codec(ZSTD(1));
