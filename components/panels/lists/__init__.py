"""Panels that are lists: each line is a link, with what is found of it."""
