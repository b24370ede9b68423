"""What the forms of cases say, and show at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request

from access.cases.kept import KeptCase, Status
from access.cases.written import CaseError, Draft
from callbacks.asked import number_of

_MOST = timedelta(days=3653)  # to the day that a case is due
_DUE = timedelta(days=7)  # of a new case, unless somebody says otherwise


@dataclass(frozen=True)
class Typed:
    """What a form says, or shows at first. `owner`: the id of an account, "" for nobody's."""

    owner: str = ""
    status: str = Status.OPEN.value
    due: str = ""
    cause: str = ""
    text: str = ""
    looked_at: str = ""  # when the case was last changed

    @classmethod
    def sent(cls) -> Typed:
        """As the form of this request has it."""
        names = ("owner", "status", "due", "cause", "text", "looked_at")
        return cls(*(request.form.get(name, "") for name in names))

    @classmethod
    def new(cls, account: int | None, today: date) -> Typed:
        """What the form of a new case shows at first: it is of whoever makes it."""
        return cls(str(account or ""), due=(today + _DUE).isoformat())

    @classmethod
    def of_case(cls, case: KeptCase) -> Typed:
        """What the form shows of a case that is there."""
        owner = str(case.owner_id or "")
        return cls(
            owner,
            case.status.value,
            case.due.isoformat(),
            case.cause,
            case.text,
            case.changed_at.isoformat(),
        )

    def draft(self) -> Draft:
        """The case. Raises CaseError."""
        if self.status not in list(Status):
            raise CaseError("Choose what has become of the case.")
        try:
            due = date.fromisoformat(self.due.strip())
        except ValueError:
            raise CaseError("“Due” is no date; expected one such as 2026-12-31.") from None
        if due > date.today() + _MOST:
            raise CaseError(f"“Due” is {due}; expected a day within ten years.")
        owner = number_of(self.owner) if self.owner else None
        status = Status(self.status)
        return Draft(owner, due, status, self.cause, self.text, self.looked_at)

    def shown(self, owners: Mapping[int, str]) -> dict[str, Any]:
        """What the page of the form needs."""
        names = {"": "Nobody", **{str(key): name for key, name in owners.items()}}
        return {
            "due": self.due,
            "cause": self.cause,
            "text": self.text,
            "looked_at": self.looked_at,
            "owners": [
                {"key": key, "words": name, "chosen": key == self.owner}
                for key, name in names.items()
            ],
            "statuses": [
                {"key": one.value, "words": one.value.capitalize(), "chosen": one == self.status}
                for one in Status
            ],
        }
