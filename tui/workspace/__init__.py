"""What is open in a window: judged, verified and changed off the screen's loop."""
