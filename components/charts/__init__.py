"""Charts as plain dictionaries: graph_objects cost ten times as much for the same JSON."""
