"""The judging wing: rules, findings and reports; pure."""
