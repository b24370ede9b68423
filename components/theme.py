"""Colours of both themes as hex tokens: charts can't read CSS variables. assets/ has the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """One colour for each role. Text and marks on `surface` keep the contrast of WCAG AA."""

    surface: str
    ink: str
    quiet: str  # secondary text
    line: str  # grid lines
    accent: str
    band: str  # interval of the accent series
    wide_band: str  # what chance allows a trend, behind it
    base: str  # the comparison
    good: str
    bad: str
    good_band: str
    bad_band: str
    neutral_band: str
    promoter: str
    passive: str
    detractor: str

    @property
    def bands(self) -> dict[str, str]:
        """Colours of intervals by the tone of their change."""
        return {"good": self.good_band, "bad": self.bad_band, "neutral": self.neutral_band}

    def inks(self, neutral: str) -> dict[str, str]:
        """Colours of marks and words by the tone of their change."""
        return {"good": self.good, "bad": self.bad, "neutral": neutral}


# Promoters teal, detractors orange: told apart in all common kinds of colour blindness.
LIGHT = Theme(
    surface="#ffffff",
    ink="#172033",
    quiet="#5a6478",
    line="#e4e7ee",
    accent="#2f55d4",
    band="rgba(47,85,212,0.14)",
    wide_band="rgba(90,100,120,0.08)",
    base="#7a8296",
    good="#0b7a5c",
    bad="#b5401a",
    good_band="rgba(11,122,92,0.28)",
    bad_band="rgba(181,64,26,0.28)",
    neutral_band="rgba(90,100,120,0.32)",
    promoter="#1d8a85",
    passive="#c3c9d6",
    detractor="#d9673a",
)
DARK = Theme(
    surface="#171c28",
    ink="#eef1f7",
    quiet="#a3adc0",
    line="#2b3242",
    accent="#8fa8ff",
    band="rgba(143,168,255,0.20)",
    wide_band="rgba(163,173,192,0.09)",
    base="#8e98ac",
    good="#4fd0a5",
    bad="#ff9468",
    good_band="rgba(79,208,165,0.35)",
    bad_band="rgba(255,148,104,0.35)",
    neutral_band="rgba(163,173,192,0.38)",
    promoter="#35b3ac",
    passive="#566076",
    detractor="#e57f53",
)
THEMES = {"light": LIGHT, "dark": DARK}
THEME_COOKIE = "cx-theme"  # a cookie, so that the first page already comes in the right colours
