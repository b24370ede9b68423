"""What the product claims, held against simulated companies whose truth is known.

By hand: `python -m benchmarks.claims`.
"""
