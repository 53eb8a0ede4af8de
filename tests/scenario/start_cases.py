"""Scenarios on functions, for tests of many starts."""

from gdsim.scenario.spec import FunctionSpec, OptimizerSpec, Scenario, StartSpec


def function_scenario(name: str, rate: float = 0.02) -> Scenario:
    """Return a scenario on a built-in function."""
    return Scenario(
        title=name,
        objective=FunctionSpec(name=name),
        start=StartSpec(initializer="uniform", seed=1),
        optimizer=OptimizerSpec(learning_rate=rate),
        epochs=60,
    )
