"""What gestures on a landscape do to the session: balls, races, functions, planes."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot

from gdsim.engine.directions import PlaneChoice
from gdsim.engine.functions import FUNCTIONS
from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario import balls, edits
from gdsim.scenario.build import build
from gdsim.scenario.codec import Document
from gdsim.scenario.companions import as_scenario
from gdsim.scenario.defined_places import with_values
from gdsim.scenario.divergence import unsound_start
from gdsim.scenario.errors import ScenarioError, refuse
from gdsim.scenario.quantities import short
from gdsim.scenario.spec import FunctionSpec, OptimizerSpec, Scenario, StartSpec
from gdsim.session.session import Session
from gdsim.text import _

if TYPE_CHECKING:
    from gdsim.app.gestures import Gestures

MOST_LETTERS = 40
"""Of a typed function in the Edit menu."""


class LandscapeGestures(QObject):
    """Receives the signals of curves, contours, surfaces and their panels."""

    def __init__(self, session: Session, gestures: "Gestures") -> None:
        super().__init__(gestures)
        self._session, self._gestures = session, gestures

    @Slot(int)
    def on_ball_requested(self, place: int) -> None:
        """Make another ball the current one."""
        kept = self._gestures.companions.kept
        if place < 0 or place not in balls.places(self._session.scenario):
            return
        _spec, run, problem = kept[place]
        session = self._session
        try:
            if run is None:
                raise ScenarioError(problem)
            own = run if run.history.n_epochs else run.without_history()  # as it is being computed
            session.put_forward(balls.exchange(session.scenario, place), own.history)
        except ScenarioError as error:
            session.notice.emit(str(error))

    @Slot(int, object)
    def on_ball_dropped(self, place: int, values: Mapping[int, float]) -> None:
        """Put another ball somewhere and make it the current one."""
        session, epoch = self._session, self._session.selection.epoch
        if place < 0 or place not in balls.places(session.scenario):
            return
        named = self._named(values)
        mark = session.scenario.companions[place].mark
        text = _("{ball} to {values}").format(ball=balls.name_of(mark), values=_listed(named))

        def move(scenario: Scenario) -> Scenario:
            moved = balls.move_ball(scenario, place, named, epoch)
            own = as_scenario(moved, moved.companions[place])
            refuse(unsound_start(build(own, like=session.subject)))
            return moved

        if self._edit(move, text):
            self.on_ball_requested(place)

    @Slot(object)
    def on_ball_added(self, values: Mapping[int, float] | None) -> None:
        """Put one more ball somewhere; all begin again at their starts."""
        named = self._free_place() if values is None else self._named(values)
        text = _("add a ball at {values}").format(values=_listed(named))
        if self._edit(lambda scenario: balls.add_ball(scenario, named), text):
            self._session.select(epoch=0)

    @Slot(int)
    def on_ball_removed(self, place: int) -> None:
        """Take a ball away."""
        self._edit(lambda scenario: balls.remove_ball(scenario, place), _("remove a ball"))

    @Slot(int, float)
    def on_ball_rate_edited(self, place: int, rate: float) -> None:
        """Let one ball learn at a rate of its own."""
        epoch = self._session.selection.epoch
        text = _("learning rate {rate}").format(rate=f"{rate:g}")
        self._edit(lambda scenario: balls.set_rate(scenario, place, rate, epoch), text)

    @Slot(object)
    def on_race_requested(self, rates: Sequence[float]) -> None:
        """Let one ball for each rate descend from one start; without rates, end that."""
        text = _("end the race")
        if rates:
            text = _("race {rates}").format(rates=", ".join(f"{rate:g}" for rate in rates))
        if self._edit(lambda scenario: balls.race(scenario, tuple(rates)), text) and rates:
            self._session.select(epoch=0)

    @Slot()
    def on_method_race_requested(self) -> None:
        """Let one ball for each method that there is descend from one start."""
        rate = self._session.scenario.optimizer.learning_rate
        methods = [OptimizerSpec(name, rate) for name in OPTIMIZERS]
        if self._edit(lambda scenario: balls.race_of(scenario, methods), _("race methods")):
            self._session.select(epoch=0)

    @Slot(object)
    def on_plane_requested(self, choice: PlaneChoice) -> None:
        """Choose over which plane the loss is mapped."""
        self._session.select(plane=choice)

    @Slot(str)
    def on_function_edited(self, name: str) -> None:
        """Descend on a built-in function, at a rate that suits it."""
        function, session = FUNCTIONS[name], self._session
        spec = FunctionSpec(name=name)
        if session.subject.function is None:  # a network stays as it is, for later
            scenario = Scenario(
                title=_(function.title),
                objective=spec,
                start=StartSpec(initializer="uniform"),
                optimizer=OptimizerSpec(learning_rate=function.rate),
                epochs=25,
            )
            session.open_beside(Document(scenario))
            return
        text = _("function {name}").format(name=_(function.title))
        bounds = dict(zip(function.variables, function.bounds, strict=True))
        self._edit(lambda scenario: self._on_function(scenario, spec, bounds, function.rate), text)

    @Slot(str)
    def on_expression_edited(self, expression: str) -> None:
        """Descend on a function that was typed."""
        spec, before = FunctionSpec(expression=expression), self._bounds()

        def change(scenario: Scenario) -> Scenario:
            subject = build(Scenario(objective=spec))
            assert subject.function is not None
            if set(subject.names) == set(before):
                new = self._on_function(scenario, replace(spec, bounds=before), before)
            else:
                bounds = dict(zip(subject.names, subject.function.bounds, strict=True))
                new = self._on_function(scenario, spec, bounds)
            moved = with_values(new)
            if moved != new:
                told.append(_("Balls where this function has no value were put where it has one."))
            return moved

        told: list[str] = []
        text = _("function {text}").format(text=expression.strip()[:MOST_LETTERS])
        if self._edit(change, text) and told:
            self._session.notice.emit(told[0])

    @Slot(object)
    def on_bounds_edited(self, bounds: Mapping[str, tuple[float, float]]) -> None:
        """Show another part of a function; the starts stay."""
        objective = self._session.scenario.objective
        if isinstance(objective, FunctionSpec):
            spec = replace(objective, bounds={**self._bounds(), **bounds})
            text = _("bounds {values}").format(
                values=", ".join(f"{n} {low:g} to {high:g}" for n, (low, high) in bounds.items())
            )
            self._edit(lambda scenario: replace(scenario, objective=spec, changes=()), text)

    @Slot(str, float)
    def on_constant_dragged(self, name: str, value: float) -> None:
        """Show the function with another constant."""
        self._set_constant(name, value)

    @Slot(str, float)
    def on_constant_edited(self, name: str, value: float) -> None:
        """Give the function another constant."""
        self._set_constant(name, value)

    def _set_constant(self, name: str, value: float) -> None:
        objective = self._session.scenario.objective
        if isinstance(objective, FunctionSpec):
            spec = replace(objective, constants={**objective.constants, name: value})
            text = _("{name} {value}").format(name=name, value=short(value))
            self._edit(
                lambda scenario: replace(scenario, objective=spec, changes=()),
                text,
                f"constant {name}",
            )

    def _on_function(
        self,
        scenario: Scenario,
        spec: FunctionSpec,
        bounds: Mapping[str, tuple[float, float]],
        rate: float | None = None,
    ) -> Scenario:
        new = balls.set_function(scenario, spec, self._bounds(), bounds)
        if rate is not None:
            new = balls.follow(new, edits.set_learning_rate(new, rate, 0))
        return new

    def _bounds(self) -> dict[str, tuple[float, float]]:
        """Return the bounds of the function that is open; of nothing else there are any."""
        subject = self._session.subject
        if subject.function is None:
            return {}
        return dict(zip(subject.names, subject.function.bounds, strict=True))

    def _named(self, values: Mapping[int, float]) -> dict[str, float]:
        names = self._session.subject.names
        return {names[i]: value for i, value in values.items() if i < len(names)}

    def _free_place(self) -> dict[str, float]:
        """Return the middle of the widest gap between the starts of the balls, by name."""
        session, bounds = self._session, self._bounds()
        if not bounds:  # of a network: at the same start
            start = session.subject.experiment.start.theta
            return dict(zip(session.subject.names, start.tolist(), strict=True))
        kept = self._gestures.companions.kept
        runs = [session.run, *(k.run for k in kept if k.spec.alongside and k.run is not None)]
        found = {}
        for i, (name, (low, high)) in enumerate(bounds.items()):
            starts = sorted(float(run.subject.experiment.start.theta[i]) for run in runs)
            ends = [low, *(min(max(start, low), high) for start in starts), high]
            gaps = [(b - a, (a + b) / 2.0) for a, b in pairwise(ends)]
            found[name] = float(f"{max(gaps)[1]:.3g}")
        return found

    def _edit(
        self, change: Callable[[Scenario], Scenario], text: str, merge_key: str | None = None
    ) -> bool:
        """Make an edit, or say why it cannot be made."""
        session = self._session
        try:
            new = change(session.scenario)
        except ScenarioError as error:
            session.notice.emit(str(error))
            return False
        return self._gestures.apply(new, text, merge_key)


def _listed(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {short(value)}" for name, value in values.items())
