"""The sample company: invented, deterministic, read through a mapping like any customer's data."""

from data.sample.write import write_sample

__all__ = ["write_sample"]
