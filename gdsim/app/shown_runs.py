"""Which runs the views show: Session, Companions -> the current run, the one before, those kept."""

from collections.abc import Sequence

from gdsim.app.shown_balls import is_other_function
from gdsim.scenario import balls
from gdsim.scenario.balls import mark_of, name_of
from gdsim.scenario.errors import shown
from gdsim.session.companions import Companions, Kept
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views.view import ShownRun


def all_runs(session: Session, companions: Companions) -> list[ShownRun]:
    """Return every run there is, the current one first; those that are hidden too."""
    run, other = session.run, companions.other
    runs = [ShownRun(_name_of_current(session), run.history, subject=run.subject)]
    if other is not None:
        name = _("the run before")
        runs.append(ShownRun(name, other.history, "faint", is_ghost=True, subject=other.subject))
    runs += [_kept(session, kept) for kept in companions.kept]
    return runs


def plotted_runs(runs: Sequence[ShownRun]) -> list[ShownRun]:
    """Return those that plots show; a run that stands alone needs no name.

    The run before an edit of its start has one point and no line: a name there would point at
    nothing. One on another function has heights that say nothing about those of this one.
    """
    found = [run for run in runs if not run.is_hidden and run.subject is not None]
    found = [run for run in found if not run.is_ghost or run.history.n_epochs > 1]
    found = [run for run in found if not run.is_ghost or not _is_elsewhere(run, runs[0])]
    return found if len(found) > 1 else [run._replace(name="") for run in found]


def _is_elsewhere(run: ShownRun, current: ShownRun) -> bool:
    one, other = run.subject, current.subject
    if one is None or other is None:
        return False
    return is_other_function(one.scenario, other.scenario)


def _name_of_current(session: Session) -> str:
    """Return what the current run is called beside the others: as its ball, if it is one."""
    scenario = session.scenario
    if len(balls.places(scenario)) == 1:
        return _("this run")
    if balls.is_race(scenario):
        return balls.entry_name(scenario, scenario.optimizer)
    return name_of(mark_of(scenario))


def _kept(session: Session, kept: Kept) -> ShownRun:
    spec, run = kept.spec, kept.run
    name = shown(spec.name)
    if spec.alongside and run is not None and balls.is_race(session.scenario):
        name = balls.entry_name(session.scenario, spec.optimizer)
    if run is None:
        empty = session.run.without_history().history
        return ShownRun(name, empty, f"run {spec.mark}", mark=spec.mark, note=kept.problem)
    note = ""
    if kept.missing:
        note = _("computed up to epoch {n} of {all}").format(
            n=f"{max(0, run.newest):,}", all=f"{spec.epochs_kept:,}"
        )
    return ShownRun(
        name,
        run.history,
        f"run {spec.mark}",
        mark=spec.mark,
        is_hidden=spec.hidden,
        subject=run.subject,
        note=note,
    )
