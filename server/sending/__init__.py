"""What is sent by mail: when it is due, by whom it is sent, and what came of it."""
