"""Every digest ever computed here, and what changed behind an address."""
