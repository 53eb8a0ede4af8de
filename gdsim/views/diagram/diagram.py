"""The network diagram editor: what is done by hand becomes what the session is asked for."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.views.diagram import hints, menus, targets, words
from gdsim.views.diagram.card import NodeCard
from gdsim.views.diagram.editing import Editing
from gdsim.views.diagram.frame import rectangle
from gdsim.views.diagram.gestures import Command
from gdsim.views.diagram.hands import HandledCanvas
from gdsim.views.diagram.menus import Choice
from gdsim.views.diagram.spots import least_hiding
from gdsim.views.diagram.targets import OWN_VALUES, Kind, Target
from gdsim.views.diagram.tools import ParameterTools
from gdsim.views.steppers import RowStepper
from gdsim.views.theme import Theme


class NetworkDiagram(HandledCanvas):
    """The network with everything that can be changed on it.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional
    """

    parameter_requested = Signal(int)
    parameter_hovered = Signal(int)
    """The parameter under the mouse, -1 for none."""
    parameter_dragged = Signal(int, float)
    parameter_dropped = Signal(int, float)
    drag_cancelled = Signal()
    frozen_edited = Signal(int, bool)
    unit_frozen_edited = Signal(int, int, bool)
    """All that a unit adds up with: its layer, its number, whether it is to be held."""
    cut_edited = Signal(int, bool)
    activation_edited = Signal(int, str)
    bias_edited = Signal(int, bool)
    unit_added = Signal(int)
    unit_removed = Signal(int, int)
    layer_added = Signal(int)
    layer_removed = Signal(int)
    inputs_edited = Signal(tuple)
    inputs_cleared = Signal()
    row_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._tools = ParameterTools(theme, self)
        self._card = NodeCard(theme, self)
        self._editing = Editing(self)
        self._stepper = RowStepper(theme)
        self._menu = menus.DiagramMenu(self)
        self._choices = {
            Choice.EDIT: self.edit_held,
            Choice.WORKING: self.edit_held,
            Choice.FREEZE: self.toggle_frozen,
            Choice.CUT: self.toggle_cut,
            Choice.ZOOM_IN: self.zoom_in,
            Choice.ZOOM_OUT: self.zoom_out,
            Choice.FIT: self.fit,
        }
        self._connect()

    def _connect(self) -> None:
        self.hand_chose.connect(self._hold)
        self.hand_opened.connect(self._open)
        self.hand_asked.connect(self._obey)
        self.hand_turned.connect(self._turn)
        self.hand_dropped.connect(self._drop)
        self.hand_put_back.connect(self._stop_turning)
        self.hand_pointed.connect(self._point_at)
        self._tools.edit_requested.connect(self.edit_held)
        self._tools.freeze_requested.connect(self.toggle_frozen)
        self._tools.cut_requested.connect(self.toggle_cut)
        self._card.activation_edited.connect(self.activation_edited)
        self._card.bias_edited.connect(self.bias_edited)
        self._card.unit_removed.connect(self.unit_removed)
        self._card.layer_removed.connect(self.layer_removed)
        self._card.closed.connect(self.close_card)
        self._editing.parameter_dragged.connect(self.parameter_dragged)
        self._editing.parameter_dropped.connect(self.parameter_dropped)
        self._editing.drag_cancelled.connect(self.drag_cancelled)
        self._editing.inputs_edited.connect(self.inputs_edited)
        self._editing.inputs_cleared.connect(self.inputs_cleared)
        self._stepper.row_requested.connect(self.row_requested)
        self._menu.chosen.connect(self._choose)
        self._menu.unit_added.connect(self.unit_added)
        self._menu.unit_removed.connect(self.unit_removed)
        self._menu.layer_added.connect(self.layer_added)
        self._menu.layer_removed.connect(self.layer_removed)

    def corner(self) -> QWidget | None:
        """Return the stepper through the rows."""
        return self._stepper

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; what is chosen stays where the network still has it."""
        super().set_subject(subject)
        if self._snapshot is None:
            self._editing.editor.close_quietly()
        walk, node = self._walk, self._card.node
        self._marks = self._marks._replace(disabled=hints.forbidden(walk) if walk else frozenset())
        if node is not None and walk is not None and walk.exists(node):
            self._card.open(node, subject)
        else:
            self._card.shut()
        self._show_tools()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; one of another network, come late, is left out."""
        super().show_snapshot(snapshot)
        if self._snapshot is not snapshot or self._subject is None:
            return
        samples, values = self._subject.samples, snapshot.network
        if samples is not None and values is not None:
            self._stepper.set_row(values.row, len(samples.dataset.inputs))
        self._show_card()
        self._show_tools()
        self._describe()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._card.restyle(theme)
        self._tools.restyle(theme)
        self._stepper.restyle(theme)
        super().restyle(theme)

    def edit_held(self) -> None:
        """Type the held number, or show the held node's working."""
        if self._marks.held is not None:
            self._open(self._marks.held)

    def toggle_frozen(self) -> None:
        """Freeze the held parameter, or all that the held unit adds up with, or let it learn."""
        held, node = self._held_parameter(), self._marks.held
        if node is not None and node.kind is Kind.UNIT and self._own_parameters(node):
            self.unit_frozen_edited.emit(node.first - 1, node.second, self._is_free(node))
        elif held is not None and self._snapshot is not None and not self._is_cut(held):
            self.frozen_edited.emit(held, bool(self._snapshot.settings.free[held]))

    def toggle_cut(self) -> None:
        """Cut the held parameter, or put it back."""
        held = self._held_parameter()
        if held is not None:
            self.cut_edited.emit(held, not self._is_cut(held))

    def close_card(self) -> None:
        """Close the working of a node."""
        had_focus = self._card.isAncestorOf(QApplication.focusWidget() or self)
        self._card.shut()
        self._mark(self._marks._replace(node=None))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _own_parameters(self, node: Target) -> list[int]:
        """Return what a unit adds up with: its weights and its bias, without those cut."""
        own = self._walk.own_parameters(node) if self._walk is not None else []
        return [position for position in own if not self._is_cut(position)]

    def _is_free(self, node: Target) -> bool:
        """Whether any of what a unit adds up with may learn."""
        free = self._snapshot.settings.free if self._snapshot is not None else ()
        return any(free[position] for position in self._own_parameters(node))

    def _held_parameter(self) -> int | None:
        held = self._marks.held
        return held.first if held is not None and held.kind is Kind.PARAMETER else None

    def _hold(self, target: Target | None) -> None:
        if self._card.node is not None and target != self._card.node:
            self.close_card()
        is_unit = target is not None and target.kind is Kind.UNIT
        self._mark(self._marks._replace(held=target, node=target if is_unit else None))
        if target is not None and target.kind is Kind.PARAMETER:
            is_new = target.first != self._marks.selected
            self._mark(self._marks._replace(selected=target.first))
            if is_new:
                self.parameter_requested.emit(target.first)
        self._show_tools()
        self._describe()

    def _open(self, target: Target, typed: str = "") -> None:
        if target in self._marks.disabled:
            return
        if target.kind is Kind.PARAMETER:
            self._edit_parameter(target, typed)
            return
        self._hold(target)
        if target.kind is Kind.UNIT and not target.first:
            self._edit_input(target, typed)
        elif target.kind is Kind.UNIT and self._subject is not None:
            self._card.open(target, self._subject)
            self._show_card()
        elif target.kind is Kind.ADD_UNIT:
            self.unit_added.emit(target.first)
        elif target.kind is Kind.ADD_LAYER:
            self.layer_added.emit(target.first)
        elif target == OWN_VALUES:
            self.inputs_cleared.emit()

    def _edit_parameter(self, target: Target, typed: str) -> None:
        subject, walk, position = self._subject, self._walk, target.first
        if subject is None or walk is None or self._is_cut(position):
            return
        self._tools.hide()
        name = words.parameter_name(subject, subject.names[position], walk.places[position])
        area = self.area_of(target)
        self._editing.open_parameter(area, position, self._value_of(position), name, typed)

    def _edit_input(self, target: Target, typed: str) -> None:
        if self._subject is not None and self._values is not None:
            area = self._typing_area(target)
            self._editing.open_input(area, target.second, self._subject, self._values, typed)

    def _typing_area(self, target: Target) -> QRect:
        """Return where a thing's number is typed: an input's over what it is in the world."""
        subject, area = self._subject, self.area_of(target)
        is_input = target.kind is Kind.UNIT and not target.first
        if subject is None or self._layout is None or not is_input:
            return area
        if not words.is_input_scaled(subject, target.second):
            return area
        label = rectangle(self._layout.labels[target.second]).translated(-self._offset).toRect()
        return label.adjusted(0, label.height() // 2, 0, label.height() // 4)  # off the name

    def _obey(self, asked: Command) -> None:
        held = self._marks.held
        if asked is Command.EDIT:
            self.edit_held()
        elif asked is Command.FREEZE:
            self.toggle_frozen()
        elif asked is Command.CUT:
            self.toggle_cut()
        elif asked is Command.REMOVE and held is not None:
            self._remove(held)
        elif asked is Command.LET_GO and self._card.node is not None:
            self.close_card()
        elif asked is Command.LET_GO:
            self._hold(None)

    def _remove(self, held: Target) -> None:
        walk = self._walk
        if walk is None or held.kind is not Kind.UNIT or not 0 < held.first < walk.last:
            return
        if walk.size(held.first) > 1:
            self.unit_removed.emit(held.first - 1, held.second)

    def _turn(self, position: int, value: float) -> None:
        self._tools.hide()
        self.parameter_dragged.emit(position, value)

    def _drop(self, position: int, value: float) -> None:
        self.parameter_dropped.emit(position, value)
        self._show_tools()

    def _stop_turning(self) -> None:
        self.drag_cancelled.emit()
        self._show_tools()

    def _point_at(self, target: Target | None) -> None:
        is_parameter = target is not None and target.kind is Kind.PARAMETER
        hovered = target.first if target is not None and is_parameter else None
        if target != self._marks.pointed:
            before = self._marks.pointed
            self._mark(self._marks._replace(pointed=target, hovered=hovered))
            if is_parameter or (before is not None and before.kind is Kind.PARAMETER):
                self.parameter_hovered.emit(-1 if hovered is None else hovered)

    def _show_tools(self) -> None:
        """Show the tools of the held parameter while the diagram has the keys."""
        held, snapshot = self._held_parameter(), self._snapshot
        focus = QApplication.focusWidget()
        has_focus = focus is not None and (focus is self or self._tools.isAncestorOf(focus))
        if held is None or snapshot is None or self._layout is None or not has_focus:
            self._tools.hide()
            return
        is_busy = self._editing.is_open or self._turned is not None
        if is_busy or (self._press is not None and self._press.is_drag):
            return
        area = self.area_of(targets.parameter(held))
        is_free, is_cut = bool(snapshot.settings.free[held]), self._is_cut(held)
        nodes = [
            targets.unit(c, n) for c, col in enumerate(self._layout.nodes) for n in range(len(col))
        ]
        avoid = [self.area_of(node) for node in nodes]
        avoid += [self.area_of(targets.parameter(i)) for i in self._numbers if i != held]
        is_frozen = not is_free and not is_cut
        self._tools.show_beside(area, avoid, is_frozen=is_frozen, is_cut=is_cut)

    def _show_card(self) -> None:
        """Show the working's numbers where they hide least, above all not their own node."""
        node, subject, snapshot = self._card.node, self._subject, self._snapshot
        if node is None or subject is None or snapshot is None or self._layout is None:
            return
        margin = self._theme.px(8)
        self._card.show_working(subject, snapshot, self.width() - 2 * margin)
        room = self.rect().adjusted(margin, margin, -margin, -margin)
        size = self._card.size()
        right, bottom = room.right() - size.width(), room.bottom() - size.height()
        middle = room.left() + (room.width() - size.width()) // 2
        spots = [QPoint(x, y) for y in (bottom, room.top()) for x in (room.left(), middle, right)]
        self._card.move(least_hiding(size, spots, room, self._worth_seeing(node)))

    def _worth_seeing(self, node: Target) -> list[tuple[QRect, float]]:
        """Return what is better not hidden, and how much: a node, what it adds up, the rest."""
        assert self._layout is not None
        own = self._walk.own_parameters(node) if self._walk is not None else []
        found = [
            (self.area_of(targets.unit(c, n)), 2.0)
            for c, column in enumerate(self._layout.nodes)
            for n in range(len(column))
        ]
        found += [
            (self.area_of(targets.parameter(p)), 5.0 if p in own else 1.0) for p in self._numbers
        ]
        answers = [
            rectangle(box).translated(-self._offset).toRect() for box in self._layout.answers
        ]
        return [*found, *((area, 2.0) for area in answers), (self.area_of(node), 20.0)]

    def _describe(self) -> None:
        """Say to a screen reader what is held or selected."""
        target, selected = self._marks.held, self._marks.selected
        if target is None and selected is not None:
            target = targets.parameter(selected)
        if target is None or None in (self._subject, self._snapshot, self._walk):
            return
        assert self._subject is not None
        assert self._snapshot is not None
        assert self._walk is not None
        text = hints.sentence(self._subject, self._snapshot, self._walk, target)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def _open_menu(self, target: Target | None, at: QRect) -> None:
        snapshot = self._snapshot
        if self._walk is None or snapshot is None:
            return
        if target is not None and target.kind in (Kind.PARAMETER, Kind.UNIT):
            self._hold(target)
        is_parameter = target is not None and target.kind is Kind.PARAMETER
        position = target.first if target is not None and is_parameter else 0
        is_free = bool(snapshot.settings.free[position])
        if target is not None and target.kind is Kind.UNIT:
            is_free = self._is_free(target)
        lines = menus.entries(self._walk, target, is_free=is_free, is_cut=self._is_cut(position))
        self._menu.offer(lines, target, self.mapToGlobal(at.center()))

    def _choose(self, choice: Choice) -> None:
        self._choices[choice]()

    def _place_children(self) -> None:
        """Move what lies on the picture to where the picture has moved."""
        self._show_card()
        self._show_tools()
        if self._editing.is_open and self._marks.held is not None and self._layout is not None:
            self._editing.editor.lie_over(self._typing_area(self._marks.held))

    def event(self, event: QEvent) -> bool:
        """Say what lies under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            target = self.target_at(event.pos().toPointF())
            if target is None or self._subject is None or self._snapshot is None:
                QToolTip.hideText()
            elif self._walk is not None:
                stage = self._staging.stage
                text = hints.tooltip(self._subject, self._snapshot, self._walk, target, stage)
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a thing."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            held = self._marks.held
            area = self.area_of(held) if held is not None and self._layout else self.rect()
            self._open_menu(held, area)
        else:
            self._open_menu(self.target_at(event.pos().toPointF()), QRect(event.pos(), event.pos()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the tools of what is held."""
        super().focusInEvent(event)
        self._show_tools()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide them."""
        super().focusOutEvent(event)
        self._show_tools()
