"""The journal: which chunks have arrived, of which version, and who is at work."""
