"""Right and wrong: the dots and counts that are seen, and what moving the threshold does."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.descent import replay
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.engine.verdicts import Verdicts, judge
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.subject import Subject
from gdsim.scenario.yes_no import yes_no
from gdsim.views.counts.threshold_panel import ThresholdPanel
from gdsim.views.theme import DARK, LIGHT

LEFT = Qt.MouseButton.LeftButton


def subject_of(name: str) -> Subject:
    return build(read(builtin_path(name)).scenario)


def moment(subject: Subject, epoch: int, row: int = 40) -> Snapshot:
    """Return the snapshot of an epoch."""
    *_before, state = replay(subject.experiment, subject.experiment.start, epoch)
    assert state is not None
    job = take_snapshot(subject.experiment, subject.samples, 0, state, Look(row=row))
    while True:
        try:
            next(job)
        except StopIteration as done:
            snapshot: Snapshot = done.value
            return snapshot


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subject_of("yes_or_no")


@pytest.fixture(scope="module")
def tenth(subject: Subject) -> Snapshot:
    return moment(subject, 10)


@pytest.fixture
def panel(qtbot: QtBot, subject: Subject, tenth: Snapshot) -> ThresholdPanel:
    panel = ThresholdPanel(LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.corner())
    panel.resize(780, 330)
    panel.set_subject(subject)
    panel.show_snapshot(tenth)
    with qtbot.waitActive(panel):
        panel.show()
        panel.corner().show()
        panel.activateWindow()
    return panel


def expected(subject: Subject, snapshot: Snapshot, threshold: float, *, test: bool) -> Verdicts:
    asked = yes_no(subject)
    assert asked is not None
    assert snapshot.network is not None
    rows = asked.is_test == test
    return judge(snapshot.network.predictions[0][rows], asked.is_yes[rows], threshold)


def corner_texts(panel: ThresholdPanel) -> list[str]:
    return [label.text for label in panel.plot.corner_labels]


def handle(panel: ThresholdPanel) -> QPoint:
    return panel.plot.ring.pos().toPoint()


def drag(panel: ThresholdPanel, to: float) -> None:
    """Drag the handle to a threshold."""
    viewport, start = panel.plot.viewport(), handle(panel)
    end = QPoint(round(panel.plot.frame.to_pixels(to, 0.0).x()), start.y())
    QTest.mousePress(viewport, LEFT, pos=start)
    for part in (0.5, 1.0):
        QTest.mouseMove(viewport, start + (end - start) * part)
        QTest.qWait(1)
    QTest.mouseRelease(viewport, LEFT, pos=end)


def test_the_four_counts_stand_in_the_corners_and_in_the_table(
    panel: ThresholdPanel, subject: Subject, tenth: Snapshot
) -> None:
    train = expected(subject, tenth, 0.5, test=False)
    held = expected(subject, tenth, 0.5, test=True)
    assert corner_texts(panel) == [
        f"{train.false_no} missed",
        f"{train.true_yes} found",
        f"{train.true_no} rightly no",
        f"{train.false_yes} false alarms",
    ]
    assert panel.table.texts[0] == f"{train.false_no} missed, held out {held.false_no}"
    assert panel.caption == "yes means male"


def test_the_sentence_tells_the_share_and_both_kinds_of_errors(
    panel: ThresholdPanel, subject: Subject, tenth: Snapshot
) -> None:
    train = expected(subject, tenth, 0.5, test=False)
    held = expected(subject, tenth, 0.5, test=True)
    assert panel.sentence.first == (
        f"At 0.50: {train.n_right} of 266 right ({100 * train.accuracy:.1f} %). "
        f"{train.false_yes} false alarms (not male, called male), "
        f"{train.false_no} missed (male, called not male)."
    )
    assert panel.sentence.second.startswith(
        f"Held out: {held.n_right} of 67 right ({100 * held.accuracy:.1f} %)."
    )
    assert panel.accessibleDescription() == f"{panel.sentence.first} {panel.sentence.second}"


def test_dots_of_wrong_answers_lie_on_the_wrong_side(
    panel: ThresholdPanel, subject: Subject, tenth: Snapshot
) -> None:
    panel.resize(1400, 900)
    stacks = panel.plot._stacks  # noqa: SLF001
    assert stacks is not None
    assert stacks.rows_per_dot == 1
    asked = yes_no(subject)
    assert asked is not None
    seen = {kind: len(dots.points()) for kind, dots in panel.plot._kinds.items()}  # noqa: SLF001
    train = expected(subject, tenth, 0.5, test=False)
    held = expected(subject, tenth, 0.5, test=True)
    assert seen == {
        (True, False): train.n_right,
        (True, True): held.n_right,
        (False, False): train.n_rows - train.n_right,
        (False, True): held.n_rows - held.n_right,
    }


@pytest.mark.parametrize("to", [0.2, 0.7])
def test_dragging_the_line_counts_anew_on_the_way(
    panel: ThresholdPanel, subject: Subject, tenth: Snapshot, to: float
) -> None:
    drag(panel, to)
    assert panel.threshold == pytest.approx(to, abs=0.005)
    train = expected(subject, tenth, panel.threshold, test=False)
    assert corner_texts(panel)[0] == f"{train.false_no} missed"
    assert corner_texts(panel)[3] == f"{train.false_yes} false alarms"
    assert panel.field.text() == panel.plot.value_label.text


def test_the_counts_stay_when_the_panel_is_resized_or_restyled(panel: ThresholdPanel) -> None:
    before = corner_texts(panel)
    panel.resize(900, 380)
    panel.restyle(DARK)
    assert corner_texts(panel) == before
    assert all(label.isVisible() for label in panel.plot.corner_labels)


def test_a_higher_threshold_means_fewer_false_alarms_and_more_missed(panel: ThresholdPanel) -> None:
    drag(panel, 0.3)
    low = [int(text.split()[0]) for text in corner_texts(panel)]
    drag(panel, 0.75)
    high = [int(text.split()[0]) for text in corner_texts(panel)]
    assert high[3] < low[3]
    assert high[0] > low[0]


def test_keys_move_the_threshold_that_is_held(panel: ThresholdPanel) -> None:
    plot = panel.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert panel.threshold == 0.5
    QTest.keyClick(plot, Qt.Key.Key_Return)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert panel.threshold == 0.609
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert panel.threshold == 0.5
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert panel.threshold == 0.5


@pytest.mark.parametrize(
    ("typed", "taken", "shown"),
    [("0.25", 0.25, "0.25"), ("0,7", 0.7, "0.70"), ("3", 1.0, "1.00"), ("-1", 0.0, "0.00")],
)
def test_the_threshold_can_be_typed(
    panel: ThresholdPanel, typed: str, taken: float, shown: str
) -> None:
    panel.corner().activateWindow()
    panel.field.setFocus()
    panel.field.selectAll()
    QTest.keyClicks(panel.field, typed)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.threshold == taken
    assert panel.plot.value_label.text == shown


def test_the_arrow_keys_nudge_it_in_the_field(panel: ThresholdPanel) -> None:
    panel.field.setFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_Up)
    QTest.keyClick(panel.field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.threshold == 0.41


def test_a_press_on_the_curve_of_errors_moves_the_threshold(panel: ThresholdPanel) -> None:
    wrong = panel.wrong
    at = wrong.frame.to_pixels(0.8, 20.0).toPoint()
    QTest.mouseClick(wrong.viewport(), LEFT, pos=at)
    assert panel.threshold == pytest.approx(0.8, abs=0.01)
    assert panel.plot.threshold == panel.threshold


def test_the_curve_of_errors_has_the_counts_of_every_threshold(
    panel: ThresholdPanel, subject: Subject, tenth: Snapshot
) -> None:
    for threshold in (0.21, 0.5, 0.77):
        panel.field.number_entered.emit(threshold)
        train = expected(subject, tenth, threshold, test=False)
        ring = panel.wrong.ring.pos()
        at = panel.wrong.frame.to_pixels(threshold, train.false_yes + train.false_no)
        assert (ring - at).manhattanLength() < 0.5


def test_a_click_on_a_dot_selects_its_row(panel: ThresholdPanel, qtbot: QtBot) -> None:
    stacks, plot = panel.plot._stacks, panel.plot  # noqa: SLF001
    assert stacks is not None
    i = int(np.argmax(stacks.x))
    at = plot.frame.to_pixels(stacks.x[i], plot._heights(stacks)[i])  # noqa: SLF001
    with qtbot.waitSignal(panel.row_requested) as asked:
        QTest.mouseClick(plot.viewport(), LEFT, pos=at.toPoint())
    assert asked.args == [int(stacks.rows[plot._dot_at(QPointF(at.toPoint()))])]  # noqa: SLF001
    assert panel.threshold == 0.5
    assert plot.tip_at(at)


def test_the_threshold_stays_while_epochs_pass_and_goes_with_the_question(
    panel: ThresholdPanel, subject: Subject
) -> None:
    drag(panel, 0.3)
    held = panel.threshold
    panel.show_snapshot(moment(subject, 20))
    assert panel.threshold == held
    panel.set_subject(subject)
    assert panel.threshold == held
    panel.set_subject(subject_of("xor"))
    assert panel.threshold == 0.5


def test_looking_with_another_threshold_says_nothing_to_the_program(panel: ThresholdPanel) -> None:
    said: list[Any] = []
    panel.row_requested.connect(said.append)
    panel.heading_changed.connect(lambda *heading: said.append(heading))
    drag(panel, 0.8)
    assert said == []


def test_without_two_answers_it_says_what_it_needs(panel: ThresholdPanel) -> None:
    panel.set_subject(subject_of("houses"))
    assert [label.isVisible() for label in panel.plot.messages] == [True, True]
    assert panel.plot.messages[0].text == "This needs a question with two answers."
    assert not panel.table.isVisible()
    assert not panel.corner().isVisible()
    assert panel.caption == ""
    QTest.mouseClick(panel.plot.viewport(), LEFT, pos=QPoint(100, 100))


@pytest.mark.parametrize("change", ["subject", "snapshot", "theme"])
def test_showing_emits_no_gesture(
    panel: ThresholdPanel, subject: Subject, tenth: Snapshot, change: str
) -> None:
    said: list[Any] = []
    panel.row_requested.connect(said.append)
    deeds = {
        "subject": lambda: panel.set_subject(subject),
        "snapshot": lambda: panel.show_snapshot(tenth),
        "theme": lambda: panel.restyle(DARK),
    }
    deeds[change]()
    assert said == []


def test_a_snapshot_of_the_data_before_is_not_counted(panel: ThresholdPanel) -> None:
    panel.set_subject(subject_of("xor"))
    panel.show_snapshot(moment(subject_of("yes_or_no"), 0))
    assert panel._swept is None  # noqa: SLF001


def test_the_table_explains_each_cell_in_the_fields_terms(panel: ThresholdPanel) -> None:
    tips = [panel.table.tip_at(panel.table.cell(i).center()) for i in range(4)]
    for tip, term in zip(tips, ("False neg", "True pos", "True neg", "False pos"), strict=True):
        assert term in tip
    assert panel.table.tip_at(QPointF(-5.0, -5.0)) == ""


def test_the_same_document_shown_again_after_another_one_is_counted_again(
    panel: ThresholdPanel, subject: Subject, tenth: Snapshot
) -> None:
    before = panel.table.texts
    panel.set_subject(subject_of("houses"))
    panel.set_subject(subject_of("yes_or_no"))  # equal to the first one, and yet another
    panel.show_snapshot(tenth)
    assert panel.table.texts == before
