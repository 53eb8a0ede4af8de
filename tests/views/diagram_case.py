"""A network diagram on the houses network, shown, with its signals written down."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QToolTip

from gdsim.engine.descent import replay
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.build import build
from gdsim.scenario.spec import DatasetSpec, LayerSpec, NetworkSpec, Scenario, StartSpec
from gdsim.scenario.subject import Subject
from gdsim.views.diagram.diagram import NetworkDiagram
from gdsim.views.diagram.targets import Target
from gdsim.views.theme import LIGHT

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
W3, W7, B1 = 2, 8, 6
START = dict(
    zip(
        ("w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "w7", "w8"),
        (-0.2, -0.4, 0.5, 0.2, -0.6, -0.8, 1.3, 0.7, 2.4, -1.5),
        strict=True,
    )
)
SIGNALS = (
    "parameter_requested",
    "parameter_hovered",
    "parameter_dragged",
    "parameter_dropped",
    "drag_cancelled",
    "frozen_edited",
    "unit_frozen_edited",
    "cut_edited",
    "activation_edited",
    "bias_edited",
    "unit_added",
    "unit_removed",
    "layer_added",
    "layer_removed",
    "inputs_edited",
    "inputs_cleared",
    "row_requested",
)


class Ears(QObject):
    """Writes down everything that a diagram emits, in order."""

    def __init__(self, diagram: NetworkDiagram) -> None:
        super().__init__(diagram)
        self.heard: list[tuple[Any, ...]] = []
        for name in SIGNALS:
            getattr(diagram, name).connect(self._listener(name))

    def _listener(self, name: str) -> Callable[..., None]:
        def listen(*values: Any) -> None:
            self.heard.append((name, *values))

        return listen

    def last(self) -> tuple[Any, ...]:
        return self.heard[-1]

    def of(self, *names: str) -> list[tuple[Any, ...]]:
        return [heard for heard in self.heard if heard[0] in names]


class Case(NamedTuple):
    diagram: NetworkDiagram
    subject: Subject
    ears: Ears

    def snapshot(self, epoch: int = 5, **look: Any) -> Snapshot:
        return make_snapshot(self.subject, epoch, **look)

    def at(self, target: Target) -> QPoint:
        return self.diagram.area_of(target).center()

    def click(self, target: Target) -> None:
        QTest.mouseClick(self.diagram, LEFT, NONE, self.at(target))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.diagram, key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:  # QTest.keyClicks knows Latin-1 only
            event = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, letter)
            QApplication.sendEvent(QApplication.focusWidget() or self.diagram, event)

    @property
    def field(self) -> QLineEdit:
        field = self.diagram.findChild(QLineEdit)
        assert field is not None
        return field

    def button(self, text: str) -> QToolButton:
        found = [b for b in self.diagram.findChildren(QToolButton) if b.text() == text]
        assert len(found) == 1, text
        return found[0]

    def says(self, part: str) -> bool:
        labels = self.diagram.findChildren(QLabel)
        return any(part in label.text() and label.isVisible() for label in labels)


def make_snapshot(subject: Subject, epoch: int = 5, **look: Any) -> Snapshot:
    *_, state = replay(subject.experiment, subject.experiment.start, epoch)
    assert state is not None
    job = take_snapshot(subject.experiment, subject.samples, 0, state, Look(**look))
    while True:
        try:
            next(job)
        except StopIteration as done:
            snapshot: Snapshot = done.value
            return snapshot


def make_subject(
    *hidden: int, loss: str = "mse", standardize: bool = True, source: str = "houses", **more: Any
) -> Subject:
    last = {"binary_cross_entropy": "sigmoid"}.get(loss, "identity")
    layers = [LayerSpec(units=n) for n in hidden]
    layers.append(LayerSpec(units=1, activation=last, bias=False))
    if source == "houses":
        dataset = DatasetSpec(
            name="houses",
            inputs=("bedrooms", "lot_sqft", "house_sqft"),
            targets=("price_usd",),
            standardize=standardize,
        )
    else:
        dataset = DatasetSpec(source="generated", name=source, n=40)
    parameters = START if hidden == (2,) and source == "houses" else None
    objective = NetworkSpec(dataset=dataset, layers=tuple(layers), loss=loss, **more)
    return build(Scenario(objective=objective, start=StartSpec(parameters=parameters)))


def make_case(qtbot: Any, subject: Subject, **look: Any) -> Case:
    diagram = NetworkDiagram(LIGHT)
    corner = diagram.corner()
    assert corner is not None
    qtbot.addWidget(diagram)
    qtbot.addWidget(corner)
    diagram.resize(610, 312)
    diagram.set_reduced_motion(True)
    diagram.set_subject(subject)
    diagram.show_snapshot(make_snapshot(subject, **look))
    diagram.show()
    diagram.activateWindow()
    qtbot.waitUntil(diagram.isActiveWindow)
    diagram.setFocus()
    return Case(diagram, subject, Ears(diagram))


def tooltip(case: Case, target: Target) -> str:
    at = case.at(target)
    event = QHelpEvent(QEvent.Type.ToolTip, at, case.diagram.mapToGlobal(at))
    QApplication.sendEvent(case.diagram, event)
    return QToolTip.text()


def wants(diagram: NetworkDiagram, key: Qt.Key, text: str = "") -> bool:
    """Whether the diagram keeps a key from the window's shortcuts."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, NONE, text)
    event.ignore()
    QApplication.sendEvent(diagram, event)
    return event.isAccepted()


def distance(case: Case, target: Target, name: str) -> int:
    """How far the nearest colour around a number is from one of the theme's; text is smoothed."""
    wanted, picture = QColor(name), case.diagram.grab().toImage()
    area = case.diagram.area_of(target)
    pixels = [
        picture.pixelColor(x, y)
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    ]
    return min(
        abs(p.red() - wanted.red())
        + abs(p.green() - wanted.green())
        + abs(p.blue() - wanted.blue())
        for p in pixels
    )
