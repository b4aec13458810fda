"""What is asked or shown above a screen."""
