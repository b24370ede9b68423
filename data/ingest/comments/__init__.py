"""What comments say: read once at the load, and kept beside the answers that they came with."""
