"""The board of run outputs: what would be lost, and what is safe."""
