"""The list of templates, and what is said of the one under the cursor."""
