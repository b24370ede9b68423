"""The signs that currencies are written with beside an amount."""

from __future__ import annotations

# Signs that mean a currency where a company's amounts are in it; any number may have its code.
SIGNS = {
    "AUD": ("A$", "AU$", "$"),
    "BRL": ("R$",),
    "CAD": ("C$", "CA$", "$"),
    "CHF": ("Fr.", "SFr."),
    "CNY": ("¥", "CN¥", "元"),
    "CZK": ("Kč",),
    "DKK": ("kr.", "kr"),
    "EUR": ("€",),
    "GBP": ("£",),
    "HKD": ("HK$", "$"),
    "HUF": ("Ft",),
    "ILS": ("₪",),
    "INR": ("₹", "Rs."),
    "JPY": ("¥", "JP¥", "円"),
    "KRW": ("₩",),
    "MXN": ("MX$", "$"),
    "NOK": ("kr.", "kr"),
    "NZD": ("NZ$", "$"),
    "PLN": ("zł",),
    "SEK": ("kr.", "kr"),
    "SGD": ("S$", "$"),
    "TRY": ("₺",),
    "USD": ("US$", "$"),
}
