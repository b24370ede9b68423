"""Every figure of the sample company by plain pandas, from its CSV files and docs/metrics.md alone.

Nothing of the product is imported: neither its cleaning of rows nor its formulas.
"""
