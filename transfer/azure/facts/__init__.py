"""What only Azure knows of what a template names, for the rules that ask."""
