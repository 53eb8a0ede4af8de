"""What many starts have brought, for panels to show."""

from functools import cache

from gdsim.engine.restarts import Restarts
from gdsim.engine.steps import finish
from gdsim.scenario import library
from gdsim.scenario.build import build
from gdsim.scenario.crop import Crop, outcomes_of, take_ground
from gdsim.scenario.starts import default_settings, take_starts
from gdsim.scenario.subject import Subject
from tests.scenario.start_cases import function_scenario


@cache
def subject_of(name: str) -> Subject:
    """Return a builtin network, or a function by its name."""
    if name in ("xor", "houses"):
        return build(library.read(library.find(name)).scenario)
    return build(function_scenario(name))


@cache
def make_crop(name: str = "xor", n: int = 30, epochs: int = 60, distribution: str = "") -> Crop:
    """Train and return what came of it."""
    subject = subject_of(name)
    settings = default_settings(subject)._replace(n=n, epochs=epochs, first_seed=1)
    if distribution:
        settings = settings._replace(distribution=distribution)
    seeds, starts = finish(take_starts(subject, settings))
    ground = finish(take_ground(subject, starts))
    watched = tuple(range(starts.shape[1])) if starts.shape[1] <= 2 else ()
    restarts = Restarts(subject.experiment, starts, epochs, watched)
    finish(restarts.steps())
    results = restarts.results()
    return Crop(settings, subject, seeds, results, outcomes_of(subject, results), ground)
