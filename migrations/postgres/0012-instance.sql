-- One row: the fingerprint of the secret that signs cookies and encrypts second factors. A node that starts with another
-- secret is told so, instead of throwing out the sessions of the others and making second factors unreadable.

create table instance (
  singleton boolean primary key default true check (singleton),
  secret_fingerprint text not null,
  created_at timestamptz not null default now()
);
