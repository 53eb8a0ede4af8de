"""How a scenario is offered on the start page: its title, what it is, and a picture of it."""

from gdsim.app.activities import has_one_variable, is_line
from gdsim.scenario.spec import FunctionSpec, NetworkSpec, Scenario
from gdsim.text import _
from gdsim.views.start.start_page import Offer


def offer_of(key: str, scenario: Scenario) -> Offer:
    """Return the card of a scenario, which asks for ``key``."""
    spec, title = scenario.objective, scenario.title or _("Untitled")
    if isinstance(spec, FunctionSpec):
        if has_one_variable(scenario):
            return Offer(key, title, _("A curve"), picture="ball")
        return Offer(key, title, _("A surface"), picture="valleys")
    if not isinstance(spec, NetworkSpec):
        return Offer(key, title, _("Guesses"), picture="guess")
    if is_line(scenario):
        return Offer(key, title, _("A line"), picture="slope")
    sizes = [len(spec.dataset.inputs or "xy"), *(layer.units for layer in spec.layers)]
    shape = "-".join(str(size) for size in sizes)
    return Offer(key, title, _("Network {shape}").format(shape=shape), tuple(sizes))
