"""Targets, benchmarks, the XQI and groups of cards."""

from __future__ import annotations

import tomllib

from tests.drafts.edit.mappings import SAMPLE, TEXT, changed


def test_targets_and_benchmarks_of_all_and_of_levels() -> None:
    made = changed(
        TEXT,
        targets__nps__value="40",
        targets__csat__by="area: North = 80\nsize: <10 = 70.5\narea: South = 60",
        benchmarks__nps__value="36",
        benchmarks__nps__source='"Panel" 2026',
    )
    found = tomllib.loads(made)
    assert found["targets"]["nps"] == 40
    by = {"area": {"North": 80, "South": 60}, "size": {"<10": 70.5}}
    assert found["targets"]["csat"] == {"by": by}
    assert found["benchmarks"]["nps"] == {"value": 36, "source": '"Panel" 2026'}
    none = changed(
        made,
        targets__nps__value="",
        targets__csat__by="",
        benchmarks__nps__value="",
        benchmarks__nps__source="",
    )
    assert tomllib.loads(none) == tomllib.loads(TEXT)


def test_a_target_that_is_a_number_alone_gets_levels() -> None:
    by = "channel: email = 80"
    found = tomllib.loads(changed(SAMPLE, targets__ces__by=by, targets__nps__value="41"))
    assert found["targets"]["ces"] == {"value": 75, "by": {"channel": {"email": 80}}}
    assert found["targets"]["nps"]["value"] == 41
    less = tomllib.loads(changed(SAMPLE, targets__ces__value="", targets__nps__value=""))
    assert "ces" not in less["targets"] and "value" not in less["targets"]["nps"]
    other = changed(SAMPLE, targets__ces__value="80")
    assert "ces = 80\n" in other


def test_the_order_of_levels_counts() -> None:
    one = changed(TEXT, targets__nps__by="area: North = 1\nsize: <10 = 2")
    other = changed(one, targets__nps__by="size: <10 = 2\narea: North = 1")
    assert list(tomllib.loads(other)["targets"]["nps"]["by"]) == ["size", "area"]


def test_the_xqi() -> None:
    made = changed(
        TEXT,
        xqi__weights__nps="0.6",
        xqi__weights__resolution_time="0.4",
        xqi__ranges__resolution_time="72 to 0",
    )
    xqi = {
        "weights": {"nps": 0.6, "resolution_time": 0.4},
        "ranges": {"resolution_time": [72, 0]},
    }
    assert tomllib.loads(made)["xqi"] == xqi
    none = changed(
        made,
        xqi__weights__nps="",
        xqi__weights__resolution_time="",
        xqi__ranges__resolution_time="",
    )
    assert tomllib.loads(none) == tomllib.loads(TEXT)


def test_groups_of_cards() -> None:
    new = {"overview__new__name": "First", "overview__new__cards": "nps\ncsat"}
    made = changed(TEXT, **new)
    made = changed(made, **new | {"overview__new__by": "area: North"})
    first = {"name": "First", "cards": ["nps", "csat"]}
    assert tomllib.loads(made)["overview"] == [first, first | {"by": {"area": "North"}}]
    other = changed(made, overview__1__by="area: South", overview__0__cards="csat")
    assert tomllib.loads(other)["overview"][1]["by"] == {"area": "South"}
    assert tomllib.loads(other)["overview"][0]["cards"] == ["csat"]
    fewer = changed(other, overview__0__used="no", overview__1__by="")
    assert tomllib.loads(fewer)["overview"] == [first]
