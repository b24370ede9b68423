"""Rows of totals below a table: they are no data, and say so in their first cell."""

from __future__ import annotations

# In the languages that exports come in, in small letters.
TOTALS = frozenset(
    {
        *("total", "totals", "grand total", "subtotal", "sum", "average", "mean"),
        *("summe", "gesamt", "gesamtsumme", "durchschnitt", "mittelwert"),
        *("totale", "media", "somme", "moyenne", "promedio", "suma", "soma", "média"),
        *("totaal", "gemiddelde", "snitt", "итого", "всего", "среднее"),
        *("合计", "总计", "合計", "平均"),
    }
)
ROW_OF_TOTALS = "a row of totals"
WITHOUT_A_DATE = ("no date", "date not understood")  # reasons that it is set aside for otherwise
