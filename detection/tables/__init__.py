"""What whole tables are: which of the tables of CX Lens, and which column is what in it."""
