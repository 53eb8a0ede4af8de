"""Where a run goes on the loss: over gradients, over one parameter, over two."""
