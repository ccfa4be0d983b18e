-- Who may enter, who is in, who looked, and what may leave. Run after ledger.sql, whose schema and function it uses.
CREATE TABLE IF NOT EXISTS solferino.person (
  name     text PRIMARY KEY,
  password text NOT NULL,              -- argon2id
  totp     bytea NOT NULL,             -- encrypted by a secret that is not here
  step     bigint NOT NULL DEFAULT 0,  -- the last time step whose code was used: no code opens twice
  added    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX IF NOT EXISTS person_once ON solferino.person (lower(name));

CREATE TABLE IF NOT EXISTS solferino.access (
  person    text NOT NULL REFERENCES solferino.person,
  ledger    text NOT NULL REFERENCES solferino.ledger,
  roles     text[] NOT NULL,
  clearance text NOT NULL,
  PRIMARY KEY (person, ledger)
);

CREATE TABLE IF NOT EXISTS solferino.session (
  token  bytea PRIMARY KEY,            -- SHA-256 of the cookie
  person text NOT NULL REFERENCES solferino.person,
  made   timestamptz NOT NULL,
  used   timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS solferino.attempt (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL,
  person  text NOT NULL,
  address text NOT NULL,
  failed  boolean NOT NULL DEFAULT true
);
CREATE INDEX IF NOT EXISTS attempt_at ON solferino.attempt (at);

CREATE TABLE IF NOT EXISTS solferino.audit (
  serial bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     timestamptz NOT NULL,
  ledger text NOT NULL,
  person text NOT NULL,
  act    text NOT NULL,                -- the name of a route, or what was done to an account
  about  text NOT NULL,                -- the path asked for, or the account
  answer integer NOT NULL              -- the HTTP status; 0 where there was none
);
CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON solferino.audit
  FOR EACH STATEMENT EXECUTE FUNCTION solferino.refuse();

CREATE TABLE IF NOT EXISTS solferino.export (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ledger text NOT NULL REFERENCES solferino.ledger,
  lines  bigint NOT NULL,              -- how many decisions it holds, from the first
  why    text NOT NULL,
  asked_by    text NOT NULL REFERENCES solferino.person,
  asked_at    timestamptz NOT NULL,
  approved_by text REFERENCES solferino.person CHECK (approved_by <> asked_by),
  approved_at timestamptz
);
