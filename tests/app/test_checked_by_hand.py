"""Every number of the houses network, recomputed from the CSV export alone with plain Python."""

import csv
import io
from collections.abc import Iterator
from math import sqrt

import pytest
from pytestqt.qtbot import QtBot

from gdsim import resources
from gdsim.app.main_window import MainWindow
from gdsim.cli import main
from gdsim.views.curves.loss_plot import LossPlot
from tests.app.by_hand import INPUTS, NAMES, RATE, Houses, Moment, moment
from tests.app.conftest import OpenWindow, view_of
from tests.app.seen_text import digits, is_rounded, numbers_in, texts_of, ticks_of, value_of
from tests.session.conftest import settle

EPOCHS = range(6)
FEW_DIGITS = 3
"""Numbers of fewer significant digits would agree with almost anything by chance."""


@pytest.fixture(scope="module")
def houses() -> Houses:
    return Houses(resources.path("datasets", "houses.csv"))


@pytest.fixture
def export(capsys: pytest.CaptureFixture[str]) -> list[dict[str, float]]:
    """Return the rows of the CSV export, epoch 0 to 6."""
    assert main(["run", "houses", "--epochs", "6", "--csv", "-", "--quiet"]) == 0
    table = csv.DictReader(io.StringIO(capsys.readouterr().out))
    return [{name: float(value) for name, value in row.items()} for row in table]


def at(export: list[dict[str, float]], epoch: int, houses: Houses) -> Moment:
    return moment({name: export[epoch][name] for name in NAMES}, houses)


def test_the_export_agrees_with_itself(export: list[dict[str, float]], houses: Houses) -> None:
    for epoch in EPOCHS:
        found = at(export, epoch, houses)
        assert found.loss == pytest.approx(export[epoch]["loss"], rel=1e-13)
        for name in NAMES:
            assert found.gradient[name] == pytest.approx(export[epoch][f"d_{name}"], rel=1e-11)
            assert found.new[name] == pytest.approx(export[epoch + 1][name], rel=1e-14)


def test_a_wrong_number_would_be_noticed(export: list[dict[str, float]], houses: Houses) -> None:
    theta = {name: export[0][name] for name in NAMES} | {"w3": export[0]["w3"] * 1.0001}
    assert moment(theta, houses).loss != pytest.approx(export[0]["loss"], rel=1e-7)
    assert not is_rounded("0.1234", 0.12346)


@pytest.mark.parametrize("epoch", EPOCHS)
def test_every_number_of_the_network_s_window(
    open_window: OpenWindow,
    qtbot: QtBot,
    export: list[dict[str, float]],
    houses: Houses,
    epoch: int,
) -> None:
    window = open_window(size=(1920, 1080))
    show(window, qtbot, epoch)
    found = at(export, epoch, houses)
    before = at(export, epoch - 1, houses) if epoch else None
    check_diagram(texts_of(view_of(window, "network")), found, houses)
    check_table(texts_of(view_of(window, "table")), found)
    check_slice(texts_of(view_of(window, "slice")), found, name_of(window))
    check_data(view_of(window, "data").csv_text(), found, houses)
    check_curve(view_of(window, "curves").findChild(LossPlot), export, epoch)
    strip = texts_of(window._transport)  # noqa: SLF001 - what is seen
    assert is_rounded(strip[strip.index("LOSS (mean squared error)") + 1], found.loss)
    assert is_rounded(the(strip, "typical error").split()[-1], found.typical_error)
    known = list(values_of(found, before, houses))
    for text in set(texts_of(window)) - ticks_of(window):
        for token in numbers_in(text):
            assert is_known(token, known), (token, text)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_chain_rule(
    open_window: OpenWindow,
    qtbot: QtBot,
    export: list[dict[str, float]],
    houses: Houses,
    name: str,
) -> None:
    window = open_window(size=(1920, 1080))
    window.switch.go_to("by_hand")
    window.session.select(parameter=NAMES.index(name))
    show(window, qtbot, 2)
    found = at(export, 2, houses)
    known = [*values_of(found, at(export, 1, houses), houses), *shares(found, houses, name)]
    tokens = [
        token
        for text in texts_of(view_of(window, "chain"))
        for token in numbers_in(text)
        if digits(token) >= FEW_DIGITS and "e" not in token  # how far apart the three are
    ]
    assert any(is_rounded(token, found.gradient[name]) for token in tokens)
    assert any(is_rounded(token, found.new[name]) for token in tokens)
    for token in tokens:
        near = 1e-9 * max(1.0, abs(value_of(token)))  # the central difference has fewer digits
        is_near = digits(token) > 10 and any(abs(value_of(token) - v) < near for v in known)
        assert is_near or is_known(token, known), token


def show(window: MainWindow, qtbot: QtBot, epoch: int) -> None:
    """Show an epoch, with its parameters' names and nothing previewed."""
    if epoch:
        window.session.runner.step(epoch)
    settle(qtbot, window.session)
    qtbot.wait(250)  # a changed number fades in


def name_of(window: MainWindow) -> str:
    return window.session.subject.names[window.session.selection.parameter]


def the(texts: list[str], beginning: str) -> str:
    """Return the first text that begins so."""
    return next(text for text in texts if text.startswith(beginning))


def check_diagram(texts: list[str], found: Moment, houses: Houses) -> None:
    """Compare each chip and node, what is predicted and what is true, for row 1."""
    chips = {text.split()[0]: text.split()[1] for text in texts if text.split()[0] in NAMES}
    assert set(chips) == set(NAMES)
    assert all(is_rounded(chips[name], found.theta[name]) for name in NAMES)
    row = found.rows[0]
    for value in (*houses.scaled[0][:3], *row.hidden, row.output):
        assert any(is_rounded(t, value) for text in texts for t in numbers_in(text)), value
    assert is_rounded(the(texts, "predicts").split()[1], houses.dollars(row.output))
    assert is_rounded(the(texts, "true").split()[-1], houses.raw[0][3])


def check_table(texts: list[str], found: Moment) -> None:
    """Compare current value, gradient and new value of every parameter."""
    tokens = [token for text in texts for token in numbers_in(text) if digits(token) >= FEW_DIGITS]
    for values in (found.theta, found.gradient, found.new):
        for name in NAMES:
            assert any(is_rounded(token, values[name]) for token in tokens), (name, values[name])


def check_slice(texts: list[str], found: Moment, name: str) -> None:
    """Compare the slope and the next step of the selected parameter."""
    assert is_rounded(numbers_in(the(texts, "slope"))[0], found.gradient[name])
    assert is_rounded(numbers_in(the(texts, "next step"))[0], -RATE * found.gradient[name])


def check_data(table: str, found: Moment, houses: Houses) -> None:
    """Compare the predicted and the true price of every house."""
    shown = [float(row["predicted_price_usd"]) for row in csv.DictReader(io.StringIO(table))]
    assert shown == pytest.approx([houses.dollars(row.output) for row in found.rows], rel=1e-12)


def check_curve(curves: LossPlot, export: list[dict[str, float]], epoch: int) -> None:
    """Compare the loss of every epoch so far."""
    points = list(csv.DictReader(io.StringIO(curves.csv_text())))
    losses = {float(p["x"]): float(p["y"]) for p in points if p["curve"] == "loss"}
    assert len(losses) == epoch + 1
    for k, loss in losses.items():
        assert loss == pytest.approx(export[int(k)]["loss"], rel=1e-14)


def values_of(found: Moment, before: Moment | None, houses: Houses) -> Iterator[float]:
    """Yield every number that may be printed of an epoch."""
    for name in NAMES:
        value, slope, new = found.theta[name], found.gradient[name], found.new[name]
        yield from (value, slope, new, new - value, abs(new - value), abs(slope))
    yield from (found.loss, found.typical_error, 1.0, RATE, houses.n)
    yield sum(found.gradient.values())
    yield sqrt(sum(slope * slope for slope in found.gradient.values()))
    row = found.rows[0]
    yield from (*row.sums, *row.hidden, row.output, houses.dollars(row.output))
    yield from (*houses.scaled[0], *houses.raw[0])
    if before is not None:
        yield 100.0 * abs(found.loss / before.loss - 1.0)


def shares(found: Moment, houses: Houses, name: str) -> Iterator[float]:
    """Yield what the chain rule multiplies for row 1, and its sums over all rows."""
    row, data = found.rows[0], houses.scaled[0]
    slope = 2.0 * (row.output - data[3])
    yield slope
    for unit in range(2):
        a = row.hidden[unit]
        weight = found.theta[f"w{7 + unit}"]
        yield from (a, a * (1.0 - a), weight, slope * weight, slope * weight * a * (1.0 - a))
        yield slope * a
        for i in range(len(INPUTS)):
            yield slope * weight * a * (1.0 - a) * data[i]
    for factor in (slope, 1.0):
        for value in (slope * a for a in row.hidden):
            yield value * factor / houses.n
    for value in list(one_row(found, data, slope)):
        yield from (value, value / houses.n)
    yield found.gradient[name] * houses.n


def one_row(found: Moment, data: list[float], slope: float) -> Iterator[float]:
    """Yield row 1's share of every parameter."""
    for unit in range(2):
        a = found.rows[0].hidden[unit]
        back = slope * found.theta[f"w{7 + unit}"] * a * (1.0 - a)
        yield from (slope * a, back, *(back * data[i] for i in range(3)))


def is_known(token: str, known: list[float]) -> bool:
    """Whether a printed number is one of those, or too short to tell."""
    return digits(token) < FEW_DIGITS or any(is_rounded(token, value) for value in known)
