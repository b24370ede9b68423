"""Why: what a change is made of, and which segments changed otherwise than all others."""
