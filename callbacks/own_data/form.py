"""What somebody types of their company, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from flask import request

from data.draft.document import Company

LONGEST_NAME = 100
_ANSWER = "answer:"  # what fields of answers begin with, before the key of the question


class TypedError(Exception):
    """What can't be taken, in words."""


@dataclass(frozen=True)
class Typed:
    """The company's fields as they stand in a form."""

    name: str = ""
    currency: str = "EUR"
    timezone: str = "UTC"

    @classmethod
    def sent(cls) -> Typed:
        """As the request under way has them."""
        form = request.form
        name, currency = form.get("name", "").strip(), form.get("currency", "").strip().upper()
        return cls(name[:LONGEST_NAME], currency, form.get("timezone", "").strip())

    def company(self) -> Company:
        """The company. Raises TypedError."""
        if not self.name:
            raise TypedError("Type the name of the company: it stands on every page.")
        if len(self.currency) != 3 or not (self.currency.isascii() and self.currency.isalpha()):
            raise TypedError(
                f"“{self.currency[:20]}” is no currency: expected three letters, such as EUR."
            )
        if self.timezone not in available_timezones():
            raise TypedError(
                f"“{self.timezone[:40]}” is no time zone: expected one such as Europe/Helsinki."
            )
        return Company(self.name, self.currency, self.timezone)


def answers() -> dict[str, str]:
    """The answers of the request under way, by the keys of their questions."""
    form = request.form
    sent = {key.removeprefix(_ANSWER): form[key].strip() for key in form if key.startswith(_ANSWER)}
    return {key: answer[:40] for key, answer in sent.items() if answer}
