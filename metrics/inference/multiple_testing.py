"""Figures that are read together are one family: the more there are, the more seem to change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.inference.verdicts import Verdict, benjamini_hochberg, is_real


def as_one_family(frame: pd.DataFrame, rows: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """The frame of figures with the false discovery rate held over these rows, whatever the metric.

    It starts from `p_single`, whatever families there were. Verdicts stay where no p value is, and
    where `last_year` says that the change may be one of the season.
    """
    p_value = frame["p_value"].to_numpy(dtype=float, copy=True)
    p_value[rows] = benjamini_hochberg(frame["p_single"].to_numpy(dtype=float)[rows])
    low, high = (frame[name].to_numpy(dtype=float) for name in ("change_low", "change_high"))
    judged = rows & ~np.isnan(p_value)
    if "last_year" in frame:
        judged &= frame["last_year"].isna().to_numpy()
    verdict = frame["verdict"].to_numpy(dtype=object, copy=True)
    real = is_real(p_value, low, high)
    verdict[judged] = np.where(real, str(Verdict.REAL), str(Verdict.NOISE))[judged]
    return frame.assign(p_value=p_value, verdict=verdict)
