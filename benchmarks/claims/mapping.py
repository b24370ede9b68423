"""The mapping of a simulated company: each column under its own name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

_SCALES = {"scale_min": "nps = 0, csat = 1, ces = 1", "scale_max": "nps = 10, csat = 5, ces = 7"}


def mapping_of(tables: Mapping[str, pd.DataFrame], segments: Iterable[str]) -> str:
    """The text of mapping.toml for Parquet files with the names of their tables."""
    own = list(segments)
    lines = ['[company]\nname = "Simulated"\ncurrency = "EUR"\n']
    for name, frame in tables.items():
        lines.append(f'[sources.{name}_file]\nfile = "{name}.parquet"\n')
        lines.append(f'[{name}]\nsource = "{name}_file"\n[{name}.columns]')
        lines += [f'{column} = "{column}"' for column in frame if column not in own]
        if name == "feedback":
            lines += [
                f'{end} = {{ column = "metric", values = {{ {of} }} }}'
                for end, of in _SCALES.items()
            ]
        lines.append("")
    for key in own:
        lines.append(f'[[segments]]\nkey = "{key}"\ntable = "customers"\ncolumn = "{key}"\n')
    return "\n".join(lines)
