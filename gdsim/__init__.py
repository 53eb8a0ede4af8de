"""gdsim: see, step and touch gradient descent as it teaches a small network."""

__version__ = "0.1.0"
