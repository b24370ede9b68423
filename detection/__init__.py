"""What the columns of an unknown file mean, by rules that are stated and tested."""
