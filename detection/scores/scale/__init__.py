"""The scale that answers are on: stated, or told by the numbers; and which of them are none."""
