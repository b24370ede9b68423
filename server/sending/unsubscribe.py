"""The signed end of a link to unsubscribe: whoever has the mail may end it, and nobody else."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

_FOR = "unsubscribe"


def token_of(secret: str, person: int) -> str:
    """For a place in a subscription."""
    return str(URLSafeSerializer(secret, salt=_FOR).dumps(person))


def person_of(secret: str, token: str) -> int | None:
    """The place; None for a token that we did not make."""
    try:
        found = URLSafeSerializer(secret, salt=_FOR).loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None
