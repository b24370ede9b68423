"""Each service: its address, how it knows us, what is read there, and what a row of it becomes."""
