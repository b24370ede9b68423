"""Space around values: what is seen as nothing, in files, databases and links."""

from __future__ import annotations

# Unicode's white space, and signs without width: zero-width space, word joiner, direction marks,
# byte order mark. Other signs without width (joiners) belong to words.
SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    "\u200b\u2060\u200e\u200f\ufeff"
)
