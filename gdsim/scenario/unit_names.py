"""What units are called: "hidden unit 1", "output price", "unit 2 of hidden layer 3"."""

from gdsim.scenario.subject import Subject
from gdsim.text import _


def unit_name(subject: Subject, layer: int, unit: int) -> str:
    """Return what people call a unit.

    Parameters
    ----------
    subject : Subject
        With a network.
    layer : int
        1 for the first layer above the inputs.
    unit : int
        Its number in the layer, from 0.
    """
    network = subject.network
    assert network is not None
    n_layers = len(network.layers)
    if layer == n_layers:
        targets = subject.targets
        label = targets[unit].label if unit < len(targets) else str(unit + 1)
        return _("output {label}").format(label=label)
    if n_layers == 2:
        return _("hidden unit {unit}").format(unit=unit + 1)
    return _("unit {unit} of hidden layer {layer}").format(unit=unit + 1, layer=layer)
