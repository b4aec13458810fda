"""What is written in C, built only where it can be; nothing depends on it."""
