"""Virtual hard disks: what their bytes say, and who would take them (pure)."""
