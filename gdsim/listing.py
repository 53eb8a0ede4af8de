"""What there is to choose from: kind -> names, each with a short text."""

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.datasets import GENERATORS
from gdsim.engine.functions import FUNCTIONS
from gdsim.engine.losses import LOSSES
from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario.library import builtin_path, scenario_names
from gdsim.scenario.sources import catalogue
from gdsim.text import _

Entries = Iterator[tuple[str, str]]


def _scenarios() -> Entries:
    for name in scenario_names():
        yield name, json.loads(builtin_path(name).read_text(encoding="utf-8")).get("title", "")


def _datasets() -> Entries:
    for name, entry in catalogue().items():
        yield name, entry["title"]
    for name, generator in GENERATORS.items():
        yield name, _first_line(generator).removeprefix("Return ")


def _activations() -> Entries:
    return ((activation.name, activation.formula) for activation in ACTIVATIONS.values())


def _losses() -> Entries:
    return ((loss.name, f"{loss.title}, {loss.formula}") for loss in LOSSES.values())


def _optimizers() -> Entries:
    return ((name, _first_line(factory)) for name, factory in OPTIMIZERS.items())


def _functions() -> Entries:
    return ((row.name, f"{_(row.title)}, {row.expression}") for row in FUNCTIONS.values())


def _first_line(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").partition("\n")[0].rstrip(".").replace("``", "")


LISTS: Mapping[str, Callable[[], Entries]] = MappingProxyType(
    {
        "scenarios": _scenarios,
        "datasets": _datasets,
        "activations": _activations,
        "losses": _losses,
        "optimizers": _optimizers,
        "functions": _functions,
    }
)
"""kind -> function that yields (name, text)."""
