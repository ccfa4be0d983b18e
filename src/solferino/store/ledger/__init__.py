"""People's decisions, kept in the order they were made: the case's own file, or a database for a team."""
