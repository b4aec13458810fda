"""Reports: one run told in one form.

A report is a pure function from a `Report` to lines without their ends, so that a long
one can be written while it is made. Text from outside never reaches a line raw: it goes
through `safe_text` or an encoder, and what a CI system would take for a command is
broken (`ci_commands`).
"""
