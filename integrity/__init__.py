"""Reads and judges: templates, the artifacts they name, and digests."""
