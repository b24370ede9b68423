"""A message as mail has it: text and HTML, from whom, to whom, and how to get no more of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime


@dataclass(frozen=True)
class Written:
    """What a message says, without whom it is for.

    `unsubscribe`: the address that ends it; `pictures`: PNG by the Content-ID that the HTML has.
    """

    subject: str
    text: str
    html: str
    unsubscribe: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def as_mail(said: Written, sender: str, to: str, key: str, now: datetime) -> EmailMessage:
    """The message. `sender`, `to`: addresses; `key`: of the message, so that a server which
    gets it once more knows it, and takes it for nobody else's.

    Subjects are one line, whatever names are in them: `email` refuses others, and none gets here.
    """
    made = EmailMessage()
    # Not `made["Subject"]`: where Python 3.11 folds it, a space between two of its parts is lost.
    subject = " ".join(said.subject.split())
    made.set_raw("Subject", Header(subject, "utf-8", header_name="Subject").encode())
    made["From"] = Address(display_name="CX Lens", addr_spec=sender)
    made["To"] = Address(addr_spec=to)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<cx-lens-{key}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Unsubscribe"] = f"<{said.unsubscribe}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    made.set_content(said.text, cte="quoted-printable")
    made.add_alternative(said.html, subtype="html", cte="quoted-printable")
    _, html = made.iter_parts()
    for name, png in said.pictures.items():  # beside the HTML that shows them: RFC 2387
        html.add_related(png, "image", "png", cid=f"<{name}>")
    return made
