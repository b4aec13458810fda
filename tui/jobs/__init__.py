"""Copies as every window sees them: what runs tell, what is wished of them, the board."""
