"""Digests of files and streams: the engine knows nothing of templates or Azure."""
