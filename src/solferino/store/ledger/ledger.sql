-- Decisions of a team. A ledger is one case's; `line` holds the bytes of decisions.jsonl, and the other columns repeat
-- what stands in it so that it can be found. `link` ties each line to all before it, by a secret that is not here.
CREATE SCHEMA IF NOT EXISTS solferino;

CREATE TABLE IF NOT EXISTS solferino.ledger (name text PRIMARY KEY);

CREATE TABLE IF NOT EXISTS solferino.decision (
  ledger text   NOT NULL REFERENCES solferino.ledger,
  serial bigint NOT NULL CHECK (serial > 0),
  id     text   NOT NULL,
  author text   NOT NULL,
  about  text[] NOT NULL,
  line   bytea  NOT NULL,
  link   bytea  NOT NULL,
  PRIMARY KEY (ledger, serial),
  UNIQUE (ledger, id)
);
CREATE INDEX IF NOT EXISTS decision_author ON solferino.decision (ledger, author, serial);

CREATE OR REPLACE FUNCTION solferino.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON solferino.decision
  FOR EACH STATEMENT EXECUTE FUNCTION solferino.refuse();
