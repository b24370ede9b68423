"""Next month's file for a mapping that is kept."""
