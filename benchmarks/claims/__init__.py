"""Claims tried on simulated companies: how often they are false, and true ones are found."""
