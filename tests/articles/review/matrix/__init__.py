"""Every verb, by everybody, from everywhere, through every door, against the table of the newsroom's rule of review."""
