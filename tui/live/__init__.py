"""A subscription beside the folders: seen and changed off the screen's loop."""
