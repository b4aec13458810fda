"""What draws: lists, panes and bars, all of lines of safe text."""
