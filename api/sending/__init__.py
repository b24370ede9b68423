"""What is sent by itself, and the process that sends it."""
