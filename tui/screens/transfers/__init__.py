"""Everything that reads or copies, present and past."""
