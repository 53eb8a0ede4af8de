"""What the parts of an epoch are called: Phase -> "forward 1 of 2", "update"."""

from gdsim.engine.phases import Part, Phase
from gdsim.text import _


def part_name(phase: Phase, n_layers: int) -> str:
    """Return the name of a part; of a layer with its number, where there are several."""
    names = {
        Part.FORWARD: _("forward"),
        Part.LOSS: _("loss"),
        Part.BACKWARD: _("backward"),
        Part.UPDATE: _("update"),
    }
    name = names[phase.part]
    if not phase.layer or n_layers < 2:
        return name
    return _("{part}, layer {layer} of {n}").format(part=name, layer=phase.layer, n=n_layers)
