"""The screens: they route, own the workers, and speak with the workspace."""
