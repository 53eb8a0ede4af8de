"""How an axis that measures a quantity is named and numbered: Quantity -> label, texts of ticks."""

from gdsim.scenario.quantities import Quantity, brief
from gdsim.views.plotting.axes import TickText


def axis_label(quantity: Quantity) -> str:
    """Return an axis's label; dollars stand at its numbers already."""
    return quantity.label if quantity.prefix else quantity.axis


def tick_text(quantity: Quantity) -> TickText | None:
    """Return how the numbers of an axis are written, None for the plain way."""
    if not quantity.prefix and "year" not in quantity.column:
        return None

    def write(value: float) -> str:
        return brief(value, quantity) if value else quantity.prefix + "0"

    return write
