"""What each command does, by its name; loaded when it is called, and not for its help."""
