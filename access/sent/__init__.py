"""What is sent to people: once for a period, tried again where it failed, and listed."""
