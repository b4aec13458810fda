"""Resource Manager, as far as image templates need it."""
