"""A storage account's blobs: the dozen calls that a copy needs, every answer checked."""
