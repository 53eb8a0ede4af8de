"""Whether a map of the loss may stay while that of another scenario is on its way."""

from gdsim.scenario.subject import Subject


def is_same_map(before: Subject | None, after: Subject) -> bool:
    """Whether a map may stay until its new losses come: only a constant or bounds are others."""
    if before is None or before.names != after.names:
        return False
    if before.experiment.objective is after.experiment.objective:
        return True
    both = before.function, after.function
    return None not in both and len({facts.title for facts in both if facts is not None}) == 1
