"""Headlines of random links keep the rules of language, and say what the JSON says."""

from __future__ import annotations

from benchmarks.claims.headlines import broken, rules_broken
from data.store.snapshots import Snapshot


def test_forty_links_of_the_sample(snapshot: Snapshot) -> None:
    found = broken(snapshot, 40, 3)
    assert found.empty, found.to_string()


def test_the_rules_find_what_is_wrong() -> None:
    row = {
        "metric": "nps",
        "comparison": {"verdict": "real", "change": -6.2},
    }
    finding = {"figure": row}
    page = {
        "page": "overview",
        "account": None,
        "findings": [finding],
        "panels": {"cards": {"rows": [row]}},
    }
    for headline, rule in (
        ("Loyalty (NPS) rose 6.2 points, unlikely to be chance alone.", "another direction"),
        ("Loyalty (NPS) fell 6.3 points, unlikely to be chance alone.", "another size"),
        ("No key figure changed beyond noise: loyalty (NPS) fell 6.2 points.", "no key figure"),
        ("Loyalty (NPS) fell 6.2, unlikely to be chance alone.", "no unit"),
        ("Loyalty (NPS) fell 6.2 points", "no full stop"),
        ("Loyalty (NPS) really fell 6.2 points.", "claims to be real"),
        ("Resolution time fell 0.0 hours.", "moved by nothing"),
        ("Loyalty (NPS).", "no verb"),
        ("No key figure changed beyond chance.", "a claim without a finding"),
        (f"Loyalty fell{' and fell' * 12}.", "more than 25 words"),
    ):
        told = rules_broken({**page, "headline": headline})
        assert any(one.startswith(rule) for one in told), (headline, told)
    right = "Loyalty (NPS) fell 6.2 points, unlikely to be chance alone."
    assert rules_broken({**page, "headline": right}) == []
    noise = {"figure": {**row, "comparison": {"verdict": "noise", "change": -6.2}}}
    for wrong in ([noise], [finding] * 4):
        told = rules_broken({**page, "headline": right, "findings": wrong})
        assert told == ["findings that are none, or too many"]
