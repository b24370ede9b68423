"""Did it work: registered actions, what came of them, and what of them would be seen."""
