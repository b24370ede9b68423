"""What is wrong with a pull, in words for people."""

from __future__ import annotations


class PullError(Exception):
    """Nothing new was taken over. `passing`: it may pass, such as a service that is away."""

    def __init__(self, words: str, *, passing: bool = False) -> None:
        super().__init__(words)
        self.passing = passing
