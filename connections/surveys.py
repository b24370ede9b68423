"""What services of surveys have in common: their questions, and a row a response."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connections.service import Json, typed

RESPONSES = (
    "SELECT id AS response_id, submitted_at, answers FROM responses ORDER BY submitted_at, id"
)


def questions(path: str, inside: str, read: Callable[[Json], Iterator[Json]]) -> Json:
    """The resource of what is asked: `id`, `title` and `place`, by `labels` the words of choices.

    `inside`: where the answer of the service has it; `read`: of that, a row a question.
    """
    return {
        "name": "questions",
        "write_disposition": "replace",
        "columns": typed(text="id title", bigint="place", json="labels"),
        "endpoint": {"path": path, "data_selector": inside, "paginator": "single_page"},
        "processing_steps": [{"yield_map": read}],
    }
