"""Writes the table of rights into docs/security.md: `python -m docs.rights_table`."""

from __future__ import annotations

from pathlib import Path

from access.rights import RIGHTS, Right, Role

PAGE = Path(__file__).parent / "security.md"
_BEGIN, _END = "<!-- rights: python -m docs.rights_table -->\n", "<!-- end of rights -->\n"


def table() -> str:
    """A row a right, a column a role."""
    lines = [f"| may | {' | '.join(Role)} |", f"|---|{'---|' * len(Role)}"]
    for right in Right:
        marks = (" yes |" if right in RIGHTS[role] else " |" for role in Role)
        lines.append(f"| {right} |{''.join(marks)}")
    return "\n".join(lines) + "\n"


def with_table(page: str) -> str:
    """The page with the table as the code has it."""
    before, rest = page.split(_BEGIN)
    return f"{before}{_BEGIN}\n{table()}\n{_END}{rest.split(_END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
