"""The planted truths of docs/sample-company.md, recounted by hand from the files."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from tests.data_sample.recount import change, mix_effect, value

Tables = dict[str, pd.DataFrame]

TOUCHPOINTS = [
    "Website",
    "Sales",
    "Checkout",
    "Onboarding",
    "Product use",
    "Billing",
    "Support chat",
    "Support call",
]


def test_1_effort_worsens_at_billing_in_emea_since_march_2026(feedback: pd.DataFrame) -> None:
    ces = feedback[feedback["metric"] == "ces"]
    here = (ces["touchpoint"] == "Billing") & (ces["region"] == "EMEA")
    months = ces[here].groupby("month")["score"].apply(value, "ces")
    since = months.index >= pd.Period("2026-03")
    assert 73 < months[~since].mean() < 78 and months[~since].min() > 60
    assert 44 < months[since].mean() < 51 and months[since].max() < 60

    total, cell, rest = change(ces, "ces"), change(ces[here], "ces"), change(ces[~here], "ces")
    assert total.points < -1.5 and total.p < 0.001
    assert cell.points < -15 and cell.p < 1e-12
    assert abs(rest.points) < 0.6 and rest.p > 0.3


def test_1_no_other_cell_of_effort_moves(feedback: pd.DataFrame) -> None:
    ces = feedback[(feedback["metric"] == "ces") & feedback["region"].notna()]
    p = {key: change(rows, "ces").p for key, rows in ces.groupby(["touchpoint", "region"])}
    adjusted = dict(zip(p, false_discovery_control(list(p.values())), strict=True))
    assert len(adjusted) == 40
    assert [key for key, q in adjusted.items() if q < 0.05] == [("Billing", "EMEA")]
    for touchpoint in set(TOUCHPOINTS) - {"Billing"}:
        assert change(ces[ces["touchpoint"] == touchpoint], "ces").p > 0.1
    for region in set(ces["region"]) - {"EMEA"}:
        assert change(ces[ces["region"] == region], "ces").p > 0.05


def test_2_nps_falls_by_mix_of_plans_alone(feedback: pd.DataFrame) -> None:
    nps = feedback[feedback["metric"] == "nps"]
    total = change(nps, "nps")
    assert -7 < total.points < -5 and total.p < 1e-6
    for _, rows in nps.groupby("plan"):
        assert change(rows, "nps").p > 0.3
    shares = pd.crosstab(nps["year"], nps["plan"], normalize="index")["Starter"]
    assert shares["before"] < 0.10 and shares["now"] > 0.25
    by_plan = mix_effect(nps, "nps", "plan")
    assert abs(total.points - by_plan) < 0.6
    for other in ("region", "industry"):
        assert abs(mix_effect(nps, "nps", other)) < 0.3
    # It falls in every region: no region is the cause.
    assert all(change(rows, "nps").points < -2 for _, rows in nps.groupby("region"))


def test_3_a_small_industry_swings_by_chance(feedback: pd.DataFrame) -> None:
    swing = change(feedback[feedback["industry"] == "Public sector"], "nps")
    assert 25 <= swing.now_n <= 40 and 25 <= swing.before_n <= 40
    assert abs(swing.points) > 15
    assert swing.p > 0.1


def test_4_csat_improves_at_support_chat_since_january_2026(feedback: pd.DataFrame) -> None:
    chat = feedback[(feedback["metric"] == "csat") & (feedback["touchpoint"] == "Support chat")]
    found = change(chat, "csat")
    assert 4 < found.points < 7 and found.p < 0.001
    since = chat["submitted_at"] >= "2026-01-01"
    assert value(chat[since]["score"], "csat") - value(chat[~since]["score"], "csat") > 5


@pytest.mark.parametrize("by", ["touchpoint", "region", "plan"])
def test_5_nothing_else_moves_in_csat(feedback: pd.DataFrame, by: str) -> None:
    csat = feedback[feedback["metric"] == "csat"]
    assert change(csat, "csat").p > 0.1  # so small a part cannot move the headline
    for level, rows in csat.groupby(by):
        if level != "Support chat":
            assert change(rows, "csat").p > 0.05, level


def test_6_three_industries_have_too_few_answers(feedback: pd.DataFrame) -> None:
    nps = feedback[(feedback["metric"] == "nps") & (feedback["year"] != "first")]
    counts = pd.crosstab(nps["industry"], nps["year"])
    few = counts[(counts < 10).any(axis=1)]
    assert list(few.index) == ["Fishing", "Forestry", "Mining"]
    assert (few < 10).all(axis=None) and (few > 0).all(axis=None)
    # Together they have enough, so that no other industry must be hidden to protect them.
    assert (few.sum() >= 10).all()


def test_7_an_outage_hurts_product_use_for_one_week(feedback: pd.DataFrame) -> None:
    use = feedback[(feedback["metric"] == "csat") & (feedback["touchpoint"] == "Product use")]
    week = use["submitted_at"].between("2024-06-10", "2024-06-17", inclusive="left")
    near = use["submitted_at"].between("2024-05-01", "2024-08-01") & ~week
    assert value(use[week]["score"], "csat") < value(use[near]["score"], "csat") - 8


def test_8_more_surveys_and_fewer_answers_since_february_2026(written: Tables) -> None:
    sent = written["invitations"]
    now = sent["sent_at"] >= "2025-11-01"
    answered = sent["answered"] == "yes"
    by_email = (sent["survey"] == "relational") & (sent["channel"] == "email")
    contacts = sent.groupby([now, "customer_id"]).size().groupby(level=0).mean()
    assert contacts[True] > contacts[False] + 0.3
    since = sent["sent_at"] >= "2026-02-01"
    email = answered[by_email].groupby(since).mean()
    assert 0.25 < email[False] < 0.29 and 0.18 < email[True] < 0.21
    others = answered[~by_email].groupby(now).agg(["mean", "size"])
    p = others["mean"].mean()
    error = np.sqrt(p * (1 - p) * (1 / others["size"]).sum())
    assert abs(others["mean"].diff().iloc[-1]) < 1.96 * error


def test_9_promoters_buy_more_stay_longer_and_refer_more(
    written: Tables, feedback: pd.DataFrame
) -> None:
    nps = feedback[feedback["metric"] == "nps"]
    asked = nps[nps["year"] == "before"].groupby("customer_id")[["score", "submitted_at"]].last()
    orders = written["orders"].merge(asked, on="customer_id")
    later = pd.to_datetime(orders["ordered_at"]) - orders["submitted_at"]
    again = orders.loc[later.between("1s", "270D"), "customer_id"]
    group = np.digitize(asked["score"], [6.5, 8.5])
    ordered = pd.Series(asked.index.isin(again)).groupby(group).mean()
    assert ordered[0] + 0.1 < ordered[2] and ordered[0] < ordered[1] < ordered[2]
    customers = written["customers"].set_index("customer_id")
    left = customers["churned_at"].notna()[asked.index].groupby(group).mean()
    assert left[0] > 2 * left[2]
    latest = nps.groupby("customer_id")["score"].last()
    referred = pd.Series(latest.index.isin(customers["referred_by"]))
    rate = referred.groupby(np.digitize(latest, [6.5, 8.5])).mean()
    assert rate[2] > 1.1 * rate[0]


def test_10_an_assistant_solves_a_fifth_of_the_chats_since_january_2026(written: Tables) -> None:
    tickets = written["tickets"].dropna(subset="handled_by")
    opened = pd.to_datetime(tickets["opened_at"])
    before, now_from, since_from = pd.to_datetime(["2024-11-01", "2025-11-01", "2026-01-01"])
    now = (opened >= now_from)[opened >= before]
    solved = tickets["self_service_solved"] == "yes"
    assert set(tickets.loc[solved, "handled_by"]) == {"self_service", "bot"}
    chat, since = tickets["channel"] == "chat", opened >= since_from
    assert 0.2 < solved[chat & since].mean() < 0.26 and not solved[chat & ~since].any()
    share = solved[now.index].groupby(now).mean()
    assert 0.035 < share[False] < 0.04 and 0.065 < share[True] < 0.075
    changed = _z(solved[now.index].astype(float), now)
    assert changed > 10
    assert abs(_z(solved[now.index][~chat].astype(float), now)) < 1.5
    # What stays: transfers, and the tone, which each transfer makes worse.
    transfers = tickets["transfers"].astype(float)
    tone = tickets["tone_end"].astype(float) - tickets["tone_start"].astype(float)
    assert abs(_z(transfers[now.index], now)) < 1.5
    assert abs(_z(tone[now.index], now)) < 1.5
    means = tone.groupby(transfers.clip(upper=2)).mean()
    assert 0.08 < means[0] - means[1] < 0.16 and 0.08 < means[1] - means[2] < 0.18


def _z(values: pd.Series, now: pd.Series) -> float:
    """The change of a mean from the year before over its standard error."""
    sides = [values.dropna().reindex(now[now == side].index).dropna() for side in (True, False)]
    error = np.sqrt(sum(side.var() / len(side) for side in sides))
    return float((sides[0].mean() - sides[1].mean()) / error)
