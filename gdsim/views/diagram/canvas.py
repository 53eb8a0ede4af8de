"""The picture of the network as a widget: shows a Snapshot, zooms, pans, says what lies where."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.phases import Phase
from gdsim.engine.snapshot import NetworkValues, Snapshot
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.diagram import layout, painting, words
from gdsim.views.diagram.chips import Box
from gdsim.views.diagram.columns import Metrics, text_growth
from gdsim.views.diagram.faces import fonts, measure
from gdsim.views.diagram.fade import Fade
from gdsim.views.diagram.frame import CENTER, Frame, Marks, Values, rectangle
from gdsim.views.diagram.hits import hit
from gdsim.views.diagram.quiet import quieted
from gdsim.views.diagram.staging import Staging
from gdsim.views.diagram.strokes import Lines, Stroke, as_lines, strokes
from gdsim.views.diagram.targets import OWN_VALUES, Kind, Target, Walk
from gdsim.views.theme import Theme

MAX_ZOOM = 6.0
ZOOM_STEP = 1.25


class DiagramCanvas(QWidget):
    """The network, drawn; what is done with it by hand is another class's.

    Zooming makes the picture larger than the widget and lays it out anew, so that numbers find
    room, and text grows less than distances do.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional
    """

    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._walk: Walk | None = None
        self._layout: layout.Layout | None = None
        self._lines = Lines([], 0.0)
        self._strokes: list[Stroke] | None = None
        self._writing: words.Writing | None = None
        self._metrics: Metrics | None = None
        self._chip = (0.0, 0.0)
        self._near: dict[int, Box] = {}
        self._numbers: dict[int, Box] = {}
        self._marks = Marks(None, None, None, None, None, frozenset(), has_focus=False)
        self._zoom = 1.0
        self._offset = QPointF()
        self._fonts = fonts(theme, 1.0)
        self._fade = Fade(self)
        self._fade.moved.connect(self.update)
        self._staging = Staging(self)
        self._staging.glow.moved.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Network diagram"))

    @property
    def title(self) -> str:
        """The panel's title."""
        return _("The network")

    @property
    def caption(self) -> str:
        """What the title bar says beside the title."""
        if self._values is None:
            return ""
        return self._staging.caption or _("click any number to change it")

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; what is chosen stays where the network keeps its shape."""
        before = self._subject
        self._subject = subject
        self._walk = Walk(subject.network) if subject.network is not None else None
        if before is None or not _is_alike(before, subject):
            self._snapshot = None
            self._marks = self._marks._replace(hovered=None, pointed=None)
        held = self._marks.held
        if held is not None and not (self._walk and self._walk.exists(held)):
            self._marks = self._marks._replace(held=None, node=None)
        self._write()
        self._relayout()
        self.heading_changed.emit(self.title, self.caption)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; one of another network, come late, is left out."""
        if self._subject is None or not self._is_of_subject(snapshot):
            return
        before, self._snapshot = self._snapshot, snapshot
        said = self._staging.caption
        self._strokes = None
        self._write()
        is_new = before is None or (before.network is None) != (snapshot.network is None)
        if is_new or self._layout is None or said != self._staging.caption:
            self.heading_changed.emit(self.title, self.caption)
        if is_new or self._layout is None or not self._has_room():
            self._relayout()
        self._fade.start(before.theta if before is not None else None, snapshot.theta)
        self._mark(self._marks._replace(selected=snapshot.look.parameter))
        self.update()

    def set_phase(self, phase: Phase | None) -> None:
        """Show one part of the epoch, None for all of it; what is worked on stands out."""
        if phase == self._staging.phase:
            return
        self._staging.phase = phase
        self._write()
        self._strokes = None
        self._stage_numbers()
        self._staging.glow.begin()
        self.heading_changed.emit(self.title, self.caption)
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._relayout()

    def set_hovered(self, position: int | None) -> None:
        """Mark a parameter that another view points at."""
        n = len(self._subject.names) if self._subject is not None else 0
        hovered = position if position is not None and 0 <= position < n else None
        self._mark(self._marks._replace(hovered=hovered))

    def set_reduced_motion(self, reduced: bool) -> None:
        """Let numbers change at once, or fade in."""
        self._fade.is_off = self._staging.glow.is_off = reduced

    def zoom_in(self) -> None:
        """Show a smaller part, larger."""
        self._zoom_to(self._zoom * ZOOM_STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Show a larger part, smaller."""
        self._zoom_to(self._zoom / ZOOM_STEP, QPointF(self.rect().center()))

    def fit(self) -> None:
        """Show the whole network."""
        self._zoom_to(1.0, QPointF())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The parameters whose numbers show now."""
        return tuple(self._numbers)

    def target_at(self, position: QPointF) -> Target | None:
        """Return what lies at a point of the widget."""
        if self._layout is None:
            return None
        at = position + self._offset
        target = hit(self._layout, self._numbers, at.x(), at.y())
        return None if target == OWN_VALUES and not self._is_typed(self._snapshot) else target

    def area_of(self, target: Target) -> QRect:
        """Return where a thing stands in the widget; a node's texts do not count."""
        assert self._layout is not None
        if target.kind is Kind.PARAMETER:
            box = self._numbers.get(target.first)
            box = box or Box(*self._layout.middle(target.first), *self._chip)
        elif target.kind is Kind.UNIT:
            disc = self._layout.disc(target)
            box = Box(disc.x, disc.y, 2.0 * disc.radius, 2.0 * disc.radius)
        else:
            box = self._layout.actions[target]
        return rectangle(box).translated(-self._offset).toRect()

    @property
    def _values(self) -> NetworkValues | None:
        return self._snapshot.network if self._snapshot is not None else None

    @staticmethod
    def _is_typed(snapshot: Snapshot | None) -> bool:
        network = snapshot.network if snapshot is not None else None
        return network is not None and network.is_typed

    def _is_of_subject(self, snapshot: Snapshot) -> bool:
        subject, values = self._subject, snapshot.network
        if subject is None or len(snapshot.theta) != len(subject.names):
            return False
        if values is None or subject.network is None:
            return True
        shape = [layer.units for layer in subject.network.layers]
        have = [len(layer.activations) for layer in values.layers]
        return have == shape and len(values.inputs) == subject.network.n_inputs

    def _mark(self, marks: Marks) -> None:
        """Let something else stand out."""
        if marks != self._marks:
            is_other_node = marks.node != self._marks.node
            self._marks = marks
            if is_other_node:
                self._place_near()
            self._numbers = self._visible_numbers()
            self.update()

    def _has_room(self) -> bool:
        """Return whether the texts of this snapshot fit where others have stood."""
        have, need = self._metrics, self._measured()
        if have is None or need is None:
            return False
        is_wide = need.label > have.label or need.answer > have.answer
        return not is_wide and need.own_values == have.own_values

    def _write(self) -> None:
        subject, values = self._subject, self._values
        self._writing = None
        if subject is not None and subject.network is not None and values is not None:
            self._writing = words.write(subject, values)
        self._staging.write(subject, self._snapshot, self._walk, self._writing)

    def _measured(self) -> Metrics | None:
        subject, writing = self._subject, self._writing
        if subject is None or writing is None:
            return None
        width, height = self.width() * self._zoom, self.height() * self._zoom
        growth = text_growth(width, height, self._theme.scale)
        return measure(self._theme, self._fonts, growth, subject, writing)

    def _relayout(self) -> None:
        """Let everything find its place again."""
        self._layout, self._strokes = None, None
        width, height = self.width() * self._zoom, self.height() * self._zoom
        self._fonts = fonts(self._theme, text_growth(width, height, self._theme.scale))
        self._metrics = self._measured()
        if self._walk is not None and self._metrics is not None:
            self._layout = layout.arrange(self._walk.network, width, height, self._metrics)
            self._lines = as_lines(self._layout.lines)
            self._chip = self._metrics.chip
        self._place_near()
        self._stage_numbers()
        self.update()
        self._place_children()

    def _place_near(self) -> None:
        """Find room for the numbers of the chosen node's edges."""
        self._near = {}
        node = self._marks.node
        if self._layout is not None and self._walk is not None and node is not None:
            shown = self._layout.chips
            wanted = [p for p in self._walk.parameters_of(node) if p not in shown]
            self._near = layout.place_numbers(self._layout, wanted, self._chip)

    def _stage_numbers(self) -> None:
        """Find room for what this part of the epoch says on the edges."""
        self._staging.place(self._layout, self._chip, self._fonts.caption)
        self._numbers = self._visible_numbers()

    def _place_children(self) -> None:
        """Move what lies on the picture after the picture has moved."""

    def _visible_numbers(self) -> dict[int, Box]:
        """Return the numbers that show now, those on top last."""
        if self._layout is None or self._walk is None:
            return {}
        found = {**self._layout.chips, **self._near, **self._staging.boxes}
        marks = self._marks
        for position in (marks.hovered, marks.selected):
            if position is None or position >= self._walk.network.n_parameters:
                continue
            box = found.pop(position, None) or Box(*self._layout.middle(position), *self._chip)
            found[position] = box
        return found

    def _frame(self) -> Frame | None:
        """Return what to paint now."""
        subject, snapshot, walk = self._subject, self._snapshot, self._walk
        writing, arranged = self._writing, self._layout
        if subject is None or snapshot is None or walk is None:
            return None
        if writing is None or arranged is None:
            return None
        shown = Values(
            subject.names, snapshot.theta, snapshot.settings.free, subject.experiment.objective.cut
        )
        theme, staging = self._theme, self._staging
        stage = staging.stage
        if stage is not None:
            writing = writing._replace(answers=stage.answers)
            all_edges, strong = staging.edges(theme, self._lines, subject, snapshot)
            theme = staging.theme(theme)
        else:
            all_edges, strong = self._edges(walk, shown), self._strong_edges(walk, shown)
        return Frame(
            theme,
            self._fonts,
            arranged,
            all_edges,
            strong,
            shown,
            writing,
            self._numbers,
            self._marks._replace(has_focus=self.hasFocus()),
            self._lines.is_smooth,
            self._fade.freshness,
            self._fade.changed,
            stage,
            quieted(self._theme) if stage is not None else None,
            frozenset(staging.boxes),
            staging.glow.freshness if stage is not None else 1.0,
        )

    def _edges(self, walk: Walk, shown: Values) -> list[Stroke]:
        """Return how all edges are drawn."""
        if self._strokes is None:
            edges = walk.edges
            self._strokes = strokes(self._theme, self._lines, edges, shown.theta, shown.cut)
        return self._strokes

    def _strong_edges(self, walk: Walk, shown: Values) -> list[Stroke]:
        """Return how the edges of the chosen node are drawn where there are many."""
        if self._marks.node is None or walk.network.n_parameters <= layout.MOST_NUMBERS:
            return []
        lines = Lines(self._lines.segments, 0.0)
        return strokes(self._theme, lines, walk.edges_of(self._marks.node), shown.theta, shown.cut)

    def _zoom_to(self, zoom: float, fixed: QPointF) -> None:
        """Zoom so that the picture's point under ``fixed`` stays where it is."""
        zoom = min(MAX_ZOOM, max(1.0, zoom))
        if zoom != self._zoom:
            point = (fixed + self._offset) * (zoom / self._zoom)
            self._zoom = zoom
            self._relayout()
            self._pan_to(point - fixed)

    def _pan_to(self, offset: QPointF) -> None:
        """Move the picture, as far as its borders."""
        free_x, free_y = self.width() * (self._zoom - 1.0), self.height() * (self._zoom - 1.0)
        self._offset = QPointF(min(max(offset.x(), 0.0), free_x), min(max(offset.y(), 0.0), free_y))
        self.update()
        self._place_children()

    def sizeHint(self) -> QSize:
        """Return the size in the usual window."""
        return QSize(self._theme.px(610), self._theme.px(312))

    def minimumSizeHint(self) -> QSize:
        """Return a size at which something can still be read."""
        return QSize(self._theme.px(280), self._theme.px(130))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the network, or what to do to see one."""
        painter = QPainter(self)
        frame = self._frame()
        if frame is None:
            painter.setFont(self._fonts.label.font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(self.rect(), CENTER, self._empty_text())
            return
        painter.translate(-self._offset)
        painting.paint(painter, frame)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Lay out anew."""
        self._relayout()
        self._pan_to(self._offset)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl around the mouse."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120.0
            self._zoom_to(self._zoom * ZOOM_STEP**notches, event.position())
            event.accept()
        else:
            event.ignore()

    def _empty_text(self) -> str:
        if self._subject is not None and self._subject.network is None:
            return _("This scenario has no network.\nOpen one from the File menu, under Examples.")
        return _("The network shows here as soon as its first numbers are known.")


def _is_alike(before: Subject, after: Subject) -> bool:
    """Return whether two subjects have the same data, nodes and parameters."""
    a, b = before.network, after.network
    if a is None or b is None:
        return a is b
    specs = before.scenario.objective, after.scenario.objective
    data = [None if isinstance(spec, FunctionSpec) else spec.dataset for spec in specs]
    return data[0] == data[1] and a.names == b.names and a.augmented_shapes == b.augmented_shapes
