"""A rectangle of a slide, in the units of PowerPoint (EMU)."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands, in the order that python-pptx takes."""

    left: int
    top: int
    width: int
    height: int

    def below(self, height: int) -> Place:
        """What is left of it under so much."""
        return Place(self.left, self.top + height, self.width, self.height - height)

    def parts(self, number: int) -> list[Place]:
        """It in parts of one height, one below the other."""
        height = self.height // number
        return [
            Place(self.left, self.top + at * height, self.width, height) for at in range(number)
        ]

    def sides(self, share: float) -> tuple[Place, Place]:
        """Its left part, so much of the width, and what is right of it."""
        left = int(self.width * share)
        return (
            self._replace(width=left),
            self._replace(left=self.left + left, width=self.width - left),
        )
