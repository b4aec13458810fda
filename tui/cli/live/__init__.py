"""What the commands share that reach Azure."""
