"""Next month's file for a mapping that is kept: what it brings, and rows that count once."""
