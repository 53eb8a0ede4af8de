"""Many starts: how they are drawn, their curves and paths, what they come to, and the list."""
