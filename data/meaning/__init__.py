"""Comments by what they mean: their vectors beside the data file, and those of words sought."""
