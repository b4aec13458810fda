"""Azure: who we are there, what stands there, and the wire to it."""
