"""Why: what a change is made of, and which segments changed differently from all others."""
