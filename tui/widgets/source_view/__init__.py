"""A template as it was written, with what is known of each of its places."""
