"""The signed end of a link to unsubscribe: whoever has the mail may end it, and nobody else."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

_FOR = {"digest": "unsubscribe", "alert": "alert"}  # by the kind of the messages


def token_of(secret: str, person: int, kind: str) -> str:
    """For a place among the people of a subscription or an alert."""
    return str(URLSafeSerializer(secret, salt=_FOR[kind]).dumps(person))


def person_of(secret: str, token: str, kind: str) -> int | None:
    """The place; None for a token that we did not make for this kind."""
    try:
        found = URLSafeSerializer(secret, salt=_FOR[kind]).loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None
