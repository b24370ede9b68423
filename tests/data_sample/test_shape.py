"""The sample looks like a company: sizes, seasons, uneven segments, gaps, words."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from data.sample import write_sample

Tables = dict[str, pd.DataFrame]


def _digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_same_seed_same_files_and_another_seed_other_files(mapping: Path, tmp_path: Path) -> None:
    started = time.process_time()
    again = write_sample(tmp_path / "again").parent
    assert time.process_time() - started < 5  # about 1 s; a guard against loops over rows
    assert _digests(again) == _digests(mapping.parent)
    other = write_sample(tmp_path / "other", seed=1).parent
    assert _digests(other)["feedback.csv"] != _digests(again)["feedback.csv"]


def test_a_complete_folder_is_left_alone_and_a_broken_one_is_written_again(tmp_path: Path) -> None:
    mapping = write_sample(tmp_path)
    before = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    assert write_sample(tmp_path) == mapping
    assert {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()} == before
    good = _digests(tmp_path)
    (tmp_path / "feedback.csv").write_text("half a file")
    (tmp_path / "complete").unlink()
    write_sample(tmp_path)
    assert _digests(tmp_path) == good


def test_sizes_and_dates(written: Tables, feedback: pd.DataFrame) -> None:
    assert len(written["customers"]) == 20_000
    assert 145_000 < len(feedback) < 155_000
    assert 35_000 < len(written["tickets"]) < 50_000
    assert 20_000 < len(written["orders"]) < 40_000
    assert len(written["costs"]) == 36 * 4
    days = feedback["submitted_at"].dt.normalize()
    assert (days.min(), days.max()) == (pd.Timestamp("2023-11-01"), pd.Timestamp("2026-10-31"))
    assert days.nunique() == 1096


def test_it_grows_and_has_weeks_and_seasons(feedback: pd.DataFrame) -> None:
    by_year = feedback["year"].value_counts()
    assert by_year["first"] * 1.2 < by_year["before"] < by_year["now"] / 1.2
    per_weekday = feedback["submitted_at"].dt.day_of_week.value_counts()
    assert per_weekday[[5, 6]].max() < 0.45 * per_weekday[[0, 1, 2, 3, 4]].min()
    by_month = feedback["month"].astype(str).value_counts()
    for year in (2023, 2024, 2025):
        december = by_month[f"{year}-12"]
        assert december < 0.8 * by_month[f"{year}-11"]
        assert december < 0.8 * by_month[f"{year + 1}-01"]


def test_segments_are_uneven_and_values_are_missing(
    written: Tables, feedback: pd.DataFrame
) -> None:
    regions = written["customers"]["region"].value_counts(normalize=True)
    assert list(regions.index[:2]) == ["EMEA", "North America"]
    assert abs(regions["EMEA"] - 0.38) < 0.015
    assert regions["Oceania"] < 0.07
    assert 0.05 < written["customers"]["industry"].isna().mean() < 0.07
    assert 0.025 < feedback["channel"].isna().mean() < 0.035
    assert 0.01 < feedback["customer_id"].isna().mean() < 0.03
    assert (feedback["touchpoint"].isna() == (feedback["survey"] == "relational")).all()
    assert feedback["touchpoint"].nunique() == 8
    assert set(feedback["channel"].dropna()) == {"email", "in-app", "sms", "phone", "web"}


def test_scores_pile_up_where_people_put_them(feedback: pd.DataFrame) -> None:
    def shares(metric: str) -> pd.Series:
        return feedback.loc[feedback["metric"] == metric, "score"].value_counts(normalize=True)

    nps, csat, ces = shares("nps"), shares("csat"), shares("ces")
    assert nps[10] > nps[9] and nps[8] > nps[7] > nps[6]
    assert nps[5] > nps[6] and nps[5] > nps[4] and nps[0] > nps[1]
    assert csat[5] > csat[4] > csat[3] > csat[2] and csat[1] > csat[2]
    assert ces.idxmax() == 7 and ces[1] > ces[2]


def test_noise_is_as_large_as_chance_makes_it(feedback: pd.DataFrame) -> None:
    """Where nothing is planted, months differ as independent answers do: not more, not less."""
    for metric, plan in (("nps", "Team"), ("nps", "Business"), ("csat", "Team")):
        rows = feedback[(feedback["metric"] == metric) & (feedback["plan"] == plan)]
        if metric == "csat":
            rows = rows[rows["touchpoint"] == "Website"]
        good = rows["score"] >= (9 if metric == "nps" else 4)
        p = chi2_contingency(pd.crosstab(rows["month"], good)).pvalue
        assert 0.005 < p < 0.995


def test_comments_read_like_people(feedback: pd.DataFrame) -> None:
    comments = feedback["comment"]
    assert 0.60 < comments.isna().mean() < 0.70
    assert comments.nunique() > 2_000
    assert comments.str.contains("portal", case=False).sum() > 50
    written_in = feedback.loc[comments.notna(), "language"].value_counts(normalize=True)
    assert set(written_in.index) == {"en", "de", "fr", "es"}
    assert written_in.min() > 0.02 and 0.6 < written_in["en"] < 0.85
    assert feedback.loc[comments.isna(), "reason"].isna().all()
    nps = feedback[(feedback["metric"] == "nps") & comments.notna()]
    assert nps.loc[nps["comment"].str.startswith("Kudos"), "score"].min() >= 9
    assert nps.loc[nps["reason"] == "Plan limits", "score"].max() <= 6
    assert set(nps.loc[nps["reason"] == "Plan limits", "plan"]) == {"Starter"}


def test_nobody_answers_before_joining_or_after_leaving(
    written: Tables, feedback: pd.DataFrame
) -> None:
    life = written["customers"].set_index("customer_id")[["joined_at", "churned_at"]]
    joined, left = (pd.to_datetime(life[c]) for c in ("joined_at", "churned_at"))
    assert not (left < joined).any()
    for name, clock in (
        ("feedback", "submitted_at"),
        ("orders", "ordered_at"),
        ("invitations", "sent_at"),
    ):
        rows = feedback if name == "feedback" else written[name]
        rows = rows[rows["customer_id"].notna()]
        times = pd.to_datetime(rows[clock])
        assert (times >= rows["customer_id"].map(joined)).all()
        assert not (times > rows["customer_id"].map(left)).any()


def test_detractors_leave_more_often(written: Tables, feedback: pd.DataFrame) -> None:
    nps = feedback[(feedback["metric"] == "nps") & (feedback["year"] == "before")]
    latest = nps.groupby("customer_id")["score"].last()
    churned = written["customers"].set_index("customer_id")["churned_at"].notna()
    rate = churned[latest.index].groupby(np.digitize(latest, [6.5, 8.5])).mean()
    assert rate[0] > 1.3 * rate[2]


def test_tickets_are_plausible(written: Tables) -> None:
    tickets = written["tickets"]
    opened, first, resolved = (
        pd.to_datetime(tickets[c]) for c in ("opened_at", "first_response_at", "resolved_at")
    )
    hours = (resolved - opened).dt.total_seconds() / 3600
    assert hours.mean() > 1.8 * hours.median() > 0  # long right tail
    assert (hours < 0).sum() == 6  # planted
    assert not (first < opened).any()
    still_open = resolved.isna().groupby(opened.dt.to_period("M")).mean()
    assert still_open.iloc[-1] > 2 * still_open.iloc[:-3].mean()
    live = tickets["channel"].isin(["phone", "chat"])
    assert (tickets["answered"].notna() == live).all()
    assert 0.03 < (tickets.loc[live, "answered"] == "no").mean() < 0.15
    handled = tickets["handle_seconds"].astype(float).groupby(tickets["agent"]).median()
    assert len(handled) == 48 and handled.max() > 1.8 * handled.min()
    week = opened.between("2024-06-10", "2024-06-17").sum()
    assert week > 1.6 * opened.between("2024-06-03", "2024-06-10").sum()


def test_invitations_that_were_answered_have_their_answer(
    written: Tables, feedback: pd.DataFrame
) -> None:
    sent = written["invitations"]
    assert sent["invitation_id"].is_unique
    places = ["customer_id", "touchpoint", "survey", "channel"]
    answers = feedback[feedback["submitted_at"] >= "2024-11-01"]
    answered = sent[sent["answered"] == "yes"]
    asked, given = (rows[places].fillna("").value_counts() for rows in (answered, answers))
    assert len(asked) > 15_000 and (given.reindex(asked.index) >= asked).all()
    rate = (sent["answered"] == "yes").groupby([sent["survey"], sent["channel"]]).mean()
    assert rate.between(0.08, 0.40).all() and len(rate) == 5
    often = sent["customer_id"].value_counts()
    assert often.quantile(0.99) > 3 * often.median()


def test_sentiment_follows_the_score_but_not_always(
    written: Tables, feedback: pd.DataFrame
) -> None:
    coded = written["sentiment"].merge(feedback, on="response_id", validate="one_to_one")
    assert len(coded) == len(written["sentiment"]) and coded["comment"].notna().all()
    assert 0.94 < len(coded) / feedback["comment"].notna().sum() < 0.98
    nps = coded[coded["metric"] == "nps"]
    promoters = nps.loc[nps["score"] >= 9, "sentiment"].value_counts(normalize=True)
    assert 0.84 < promoters["positive"] < 0.9
