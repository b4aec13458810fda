"""From a file that was verified to what is sent to make a template."""
