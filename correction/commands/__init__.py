"""The commands, one a file; each is thin and imports what it needs when it runs."""
