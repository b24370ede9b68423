"""Did it work: the effect of an action on one segment, and what of one would be seen."""
