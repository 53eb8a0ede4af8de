"""What each gesture of a view does to the session: one slot for each name of a signal."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from gdsim.app.game_gestures import GameGestures
from gdsim.app.landscape_gestures import LandscapeGestures
from gdsim.app.starts_gestures import StartsGestures
from gdsim.scenario import balls, edits
from gdsim.scenario.quantities import short
from gdsim.scenario.spec import Scenario
from gdsim.scenario.unit_names import unit_name
from gdsim.session.companions import Companions
from gdsim.session.row_keeper import RowKeeper
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from gdsim.session.tries import Tries
from gdsim.text import _


class Gestures(QObject):
    """Receives the signals of all views; ``wiring`` connects them by name.

    Attributes
    ----------
    companions : Companions
        The runs that are kept.
    rows : RowKeeper
        Works out the rows of a table that goes through all epochs.
    tries : Tries
        Counts what is tried by hand.
    starts : StartsGestures
        Trains from many starts.
    game : GameGestures
        Needs no document.
    hands : tuple of QObject
        This one and others; together they have a slot for each gesture.

    Signals
    -------
    hovered(parameter)
        The pointer is over a parameter somewhere, -1 for over none.
    done(name)
        A gesture has changed the scenario.
    """

    hovered = Signal(int)
    done = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.companions = Companions(session)
        self.rows = RowKeeper(session)
        self.tries = Tries(session)
        self.game, self.starts = GameGestures(self), StartsGestures(session, self)
        landscape = LandscapeGestures(session, self)
        self.hands: tuple[QObject, ...] = (self, landscape, self.starts, self.game)
        self._plays_on = False  # whether play was going on when something was grabbed
        self._is_held = False
        session.undo_group.activeStackChanged.connect(self._forget_hold)

    @Slot(int)
    def on_parameter_requested(self, parameter: int) -> None:
        """Select a parameter."""
        self._session.select(parameter=parameter)

    @Slot(int)
    def on_parameter_hovered(self, parameter: int) -> None:
        """Preview a parameter in all views."""
        self.hovered.emit(parameter)

    @Slot(int, float)
    def on_parameter_dragged(self, parameter: int, value: float) -> None:
        """Show what a value would do."""
        if parameter >= len(self._session.subject.names):
            return
        self._hold()
        if self._session.selection.parameter != parameter:
            self._session.select(parameter=parameter)
        self._session.preview(self._moved(parameter, value))

    @Slot(int, float)
    def on_parameter_dropped(self, parameter: int, value: float) -> None:
        """Set a parameter at the selected epoch; the run goes on from there."""
        if parameter >= len(self._session.subject.names):  # of what was open when it was grabbed
            self._let_go()
            return
        name = self._session.subject.names[parameter]
        text = _("{name} to {value}").format(name=name, value=short(value))
        self._session.select(parameter=parameter)
        self.apply(self._moved(parameter, value), text, f"parameter {name}")
        self._let_go()

    @Slot(object)
    def on_parameters_dragged(self, values: Mapping[int, float]) -> None:
        """Show what other values of several parameters would do."""
        if max(values) < len(self._session.subject.names):
            self._hold()
            self._session.preview(self._all_moved(values))

    @Slot(object)
    def on_parameters_dropped(self, values: Mapping[int, float]) -> None:
        """Set several parameters at the selected epoch, as one step."""
        names = self._session.subject.names
        if max(values) < len(names):  # else of what was open when it was grabbed
            moved = ", ".join(f"{names[i]} {short(value)}" for i, value in values.items())
            key = " ".join(["parameters", *(names[i] for i in values)])
            self.apply(self._all_moved(values), _("set {values}").format(values=moved), key)
        self._let_go()

    @Slot(object)
    def on_pair_requested(self, pair: tuple[int, int]) -> None:
        """Choose the two parameters that the loss is mapped over."""
        self._session.select(pair=pair)

    @Slot()
    def on_drag_cancelled(self) -> None:
        """Forget what was dragged."""
        self._session.preview(None)
        self._let_go()

    @Slot(int)
    def on_epoch_requested(self, epoch: int) -> None:
        """Select an epoch."""
        self._session.select(epoch=epoch)

    @Slot(int)
    def on_epoch_dragged(self, epoch: int) -> None:
        """Select an epoch while the handle is held."""
        self._session.select(epoch=epoch)

    @Slot(int, int, int)
    def on_rows_wanted(self, parameter: int, first: int, last: int) -> None:
        """Work out the rows of some epochs that a table has in sight."""
        self.rows.ask(parameter, first, last)

    @Slot(int)
    def on_row_requested(self, row: int) -> None:
        """Select a row of the data."""
        self._session.select(row=row, inputs=None)

    @Slot(object)
    def on_inputs_edited(self, inputs: tuple[float, ...]) -> None:
        """Answer typed inputs."""
        self._session.select(inputs=tuple(inputs))
        self.done.emit("inputs")

    @Slot()
    def on_inputs_cleared(self) -> None:
        """Go back to the selected row."""
        self._session.select(inputs=None)

    @Slot(int, bool)
    def on_frozen_edited(self, parameter: int, frozen: bool) -> None:
        """Hold a parameter, or let it learn."""
        session = self._session
        name = session.subject.names[parameter]
        text = _("freeze {name}") if frozen else _("unfreeze {name}")
        new = edits.set_frozen(session.scenario, name, frozen, session.selection.epoch)
        self.apply(new, text.format(name=name))

    @Slot(int, int, bool)
    def on_unit_frozen_edited(self, layer: int, unit: int, frozen: bool) -> None:
        """Hold all that a unit adds up with, or let it learn."""
        session, network = self._session, self._session.subject.network
        if network is None:
            return
        biases = network.bias_index[layer][unit : unit + 1].tolist()
        own = [*network.weight_index[layer][unit].tolist(), *biases]
        cut = session.subject.experiment.objective.cut
        names = [session.subject.names[position] for position in own if not cut[position]]
        text = _("freeze {unit}") if frozen else _("unfreeze {unit}")
        new = edits.set_frozen(session.scenario, names, frozen, session.selection.epoch)
        self.apply(new, text.format(unit=unit_name(session.subject, layer + 1, unit)))

    @Slot(int, bool)
    def on_cut_edited(self, parameter: int, cut: bool) -> None:
        """Cut a parameter out, or bring it back."""
        name = self._session.subject.names[parameter]
        text = _("cut {name}") if cut else _("restore {name}")
        self.apply(edits.set_cut(self._session.scenario, name, cut), text.format(name=name))

    @Slot(int)
    def on_unit_added(self, layer: int) -> None:
        """Add a hidden unit."""
        new = edits.add_unit(self._session.scenario, layer, self._n_inputs())
        self.apply(new, _("add unit"))

    @Slot(int, int)
    def on_unit_removed(self, layer: int, unit: int) -> None:
        """Remove a hidden unit."""
        new = edits.remove_unit(self._session.scenario, layer, unit, self._n_inputs())
        self.apply(new, _("remove unit"))

    @Slot(int)
    def on_layer_added(self, position: int) -> None:
        """Add a hidden layer."""
        new = edits.add_layer(self._session.scenario, position, self._n_inputs())
        self.apply(new, _("add layer"))

    @Slot(int)
    def on_layer_removed(self, layer: int) -> None:
        """Remove a hidden layer."""
        new = edits.remove_layer(self._session.scenario, layer, self._n_inputs())
        self.apply(new, _("remove layer"))

    @Slot(int, str)
    def on_activation_edited(self, layer: int, name: str) -> None:
        """Choose a layer's activation."""
        new = edits.set_activation(self._session.scenario, layer, name)
        self.apply(new, _("activation {name}").format(name=name))

    @Slot(int, bool)
    def on_bias_edited(self, layer: int, bias: bool) -> None:
        """Give a layer biases, or take them."""
        new = edits.set_bias(self._session.scenario, layer, bias, self._n_inputs())
        self.apply(new, _("add biases") if bias else _("remove biases"))

    @Slot(float)
    def on_rate_dragged(self, rate: float) -> None:
        """Show what another learning rate would do."""
        self._hold()
        self._session.preview(self._at_rate(rate))

    @Slot(float)
    def on_rate_dropped(self, rate: float) -> None:
        """Learn at another rate from the selected epoch on."""
        text = _("learning rate {rate}").format(rate=f"{rate:g}")
        self.apply(self._at_rate(rate), text, "rate")
        self._let_go()

    @Slot(int)
    def on_goal_edited(self, epochs: int) -> None:
        """Choose where Play stops."""
        new = edits.set_goal(self._session.scenario, epochs)
        self.apply(new, _("goal {epochs}").format(epochs=epochs), "goal")

    @Slot(object)
    def on_batch_size_edited(self, size: int | None) -> None:
        """Choose how many rows an update sees, from the selected epoch on."""
        session = self._session
        text = _("batches of {n}").format(n=size) if size else _("all rows in a batch")
        self.apply(edits.set_batch_size(session.scenario, size, session.selection.epoch), text)

    @Slot(bool)
    def on_shuffle_edited(self, shuffle: bool) -> None:
        """Shuffle the rows of each epoch, or not."""
        text = _("shuffle rows") if shuffle else _("rows in file order")
        self.apply(edits.set_shuffle(self._session.scenario, shuffle), text)

    @Slot(bool)
    def on_standardize_requested(self, standardize: bool) -> None:
        """Bring columns to mean 0 and deviation 1, or learn from the raw numbers."""
        text = _("standardize columns") if standardize else _("use raw columns")
        self.apply(edits.set_standardize(self._session.scenario, standardize), text)

    @Slot(object)
    def on_speed_requested(self, speed: float | None) -> None:
        """Play faster or slower."""
        self._session.runner.set_speed(speed)

    @Slot(int)
    def on_more_requested(self, n_epochs: int) -> None:
        """Go forward by some epochs, 0 for to the goal."""
        session = self._session
        if n_epochs == 0:
            n_epochs = max(0, session.scenario.epochs - session.selection.epoch)
        session.runner.step(n_epochs)

    @Slot(bool)
    def on_run_keep_requested(self, is_other: bool) -> None:
        """Keep the run before the last edit, or this one."""
        if is_other:
            self.companions.keep_other()
        else:
            self.companions.keep_this()

    @Slot(int, str)
    def on_run_name_edited(self, place: int, name: str) -> None:
        """Give a kept run another name."""
        self.companions.rename(place, name)

    @Slot(int, bool)
    def on_run_hidden_edited(self, place: int, hidden: bool) -> None:
        """Take the lines of a kept run off the plots, or back."""
        self.companions.hide(place, hidden)

    @Slot(int)
    def on_run_restore_requested(self, place: int) -> None:
        """Make a kept run the current one."""
        self.companions.restore(place)

    @Slot(int)
    def on_run_delete_requested(self, place: int) -> None:
        """Keep a run no longer."""
        self.companions.delete(place)

    @Slot()
    def on_try_begin_requested(self) -> None:
        """Count what is changed by hand from here."""
        self.tries.begin()

    @Slot()
    def on_try_descent_requested(self) -> None:
        """Put the start back and play."""
        self.tries.let_descent_try()

    @Slot()
    def on_try_best_requested(self) -> None:
        """Start from the best try."""
        self.tries.use_best()

    @Slot()
    def on_try_again_requested(self) -> None:
        """Put the start back and forget the tries."""
        self.tries.start_over()

    def start_again(self) -> None:
        """Go back to epoch 0; what was changed on the way is forgotten."""
        session = self._session
        again = balls.restart(session.scenario)
        if again != session.scenario:
            self.apply(again, _("same start again"))
        session.select(epoch=0)

    def start_anew(self) -> None:
        """Draw other random weights."""
        new = edits.new_start(self._session.scenario)
        self.apply(new, _("new start {seed}").format(seed=new.start.seed))

    def edit(self, change: Callable[[Scenario], Scenario], text: str) -> None:
        """Apply an edit that menus offer."""
        self.apply(change(self._session.scenario), text)

    def apply(self, new: Scenario, text: str, merge_key: str | None = None) -> bool:
        """Make an edit, which the balls that go alongside follow; say whether it was made."""
        is_done = self._session.apply(balls.follow(self._session.scenario, new), text, merge_key)
        if is_done:
            self.done.emit(text)
        return is_done

    def _moved(self, parameter: int, value: float) -> Scenario:
        session = self._session
        name = session.subject.names[parameter]
        return edits.set_parameters(session.scenario, {name: value}, session.selection.epoch)

    def _all_moved(self, values: Mapping[int, float]) -> Scenario:
        session, names = self._session, self._session.subject.names
        chosen = {names[i]: value for i, value in values.items()}
        return edits.set_parameters(session.scenario, chosen, session.selection.epoch)

    def _at_rate(self, rate: float) -> Scenario:
        session = self._session
        return edits.set_learning_rate(session.scenario, rate, session.selection.epoch)

    def _n_inputs(self) -> int:
        return len(self._session.subject.inputs)

    def _hold(self) -> None:
        """Pause while a thing is held."""
        if not self._is_held:
            self._is_held = True
            runner = self._session.runner
            self._plays_on = runner.state is RunState.PLAYING
            if runner.is_moving:
                runner.seek(runner.position)  # at once: after a pause one more epoch may land
            else:
                runner.pause()

    def _let_go(self) -> None:
        """Play on after the release, if it was playing before."""
        if self._is_held and self._plays_on:
            self._session.runner.play()
        self._is_held = self._plays_on = False

    @Slot()
    def _forget_hold(self) -> None:
        """Do not play another document on because this one was playing when it was grabbed."""
        self._is_held = self._plays_on = False
