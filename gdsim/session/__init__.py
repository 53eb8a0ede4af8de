"""What is open: the scenario, its undo history, the selection, the runs and the worker thread."""
