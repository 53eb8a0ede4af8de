"""Loss and parameters by epoch."""
