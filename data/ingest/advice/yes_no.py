"""Texts that are neither yes nor no."""

from __future__ import annotations

from data.ingest.advice.case import Case, quoted

_SHOWN = 6
_YES = ("ja", "j", "oui", "si", "sí", "sim", "tak", "да", "evet", "x", "on", "wahr", "vrai")
_NO = ("nein", "nee", "non", "não", "nie", "нет", "hayır", "nej", "off", "falsch", "faux")
_KNOWN = {
    **dict.fromkeys(_YES, "yes"),
    **dict.fromkeys(_NO, "no"),
}


def mend(case: Case) -> str:
    """A value map of the texts found, with yes and no where the words are known."""
    meant = {t: _KNOWN.get(t.lower()) for t in list(case.values)[:_SHOWN]}
    values = case.means({t: quoted(word) if word else "..." for t, word in meant.items()})
    return f"Say of each text whether it means yes or no: {values}."
