"""The strip above the panels: transport, speed, epoch, loss, learning rate, method."""
