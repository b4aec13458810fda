"""The judging wing: text in, a model out; pure."""
