"""Users, new data, faults and attacks, side by side; every number is checked."""
