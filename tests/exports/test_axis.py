"""The axis of a chart on a slide has room, whatever its values."""

from __future__ import annotations

import pytest

from exports.charts.axis import axis_of
from exports.charts.chart import Chart, Form, Series


@pytest.mark.parametrize("form", [Form.LINE, Form.COLUMNS, Form.BARS])
@pytest.mark.parametrize(
    "values",
    [(100.0,), (1.0,), (30.0, 30.0), (0.0,), (-20.0,), (-5.0, -1.0), (0.001, 0.002), (12.3, -4.5)],
)
def test_all_values_stand_between_its_ends(form: Form, values: tuple[float, ...]) -> None:
    series = Series("one", values, "#000000")
    axis = axis_of(Chart(form, tuple(map(str, values)), (series,), "0"))
    assert axis.start < axis.end
    assert axis.step > 0
    assert axis.start <= min(values)
    assert max(values) <= axis.end + 1e-12
    if form != Form.LINE:
        assert axis.start <= 0 <= axis.end
