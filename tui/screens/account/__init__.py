"""Settings, and what support would ask for."""
