"""Storage accounts, as far as copies, logs and rescues need them."""
