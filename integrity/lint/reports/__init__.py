"""Reports: one run told in one form."""
