"""The reading wing: bytes behind an address, from the network or from disk."""
