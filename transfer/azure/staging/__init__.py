"""A template's staging group: where it is, what lies in it, and the right to read that."""
