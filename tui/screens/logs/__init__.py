"""The log of a build, as it grows."""
