"""The workbench for several people: accounts, roles, sessions and a record of who looked, in PostgreSQL."""
