"""A panel as one flat table: what its files have, of the same rows as its JSON."""

from __future__ import annotations

import pandas as pd

from data.catalog import Catalog
from pages.as_json import all_rows_json
from pages.panel import Panel
from pages.panels.notes import noted
from view.state import View


def panel_table(panel: Panel, view: View, catalog: Catalog) -> pd.DataFrame:
    """All rows of a panel, with the names of its JSON, nested ones joined by `_`; dates are texts.

    Along time, `notes` has what was written on the days of a period.
    """
    rows = pd.json_normalize(all_rows_json(panel, catalog), sep="_")
    if panel.notes:
        rows["notes"] = noted(panel, panel.rows["period"], view.grain)
    return rows
