"""Views as files that leave the building, with the figures, the scope and the words of the page."""
