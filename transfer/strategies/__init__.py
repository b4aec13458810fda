"""The ways in which bytes get from an artifact to a destination."""
