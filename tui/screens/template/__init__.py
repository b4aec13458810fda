"""One template, opened: its source, artifacts, targets and api-versions."""
