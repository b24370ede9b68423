"""What columns are called: the words of each column that CX Lens knows, in many languages."""
