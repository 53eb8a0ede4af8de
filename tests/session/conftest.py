"""A session on a small scenario, closed when the test ends."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from gdsim import resources
from gdsim.scenario import codec
from gdsim.session.session import Session

Open = Callable[..., Session]


@pytest.fixture
def open_session(qtbot: QtBot) -> Iterator[Open]:
    """Return a function that opens a builtin scenario and waits for its first snapshot."""
    opened: list[Session] = []

    def open_it(name: str = "houses") -> Session:
        text = resources.path("scenarios", f"{name}.json").read_text(encoding="utf-8")
        session = Session(codec.decode(text, name))
        opened.append(session)
        settle(qtbot, session)
        return session

    yield open_it
    for session in opened:
        session.close()


def settle(qtbot: QtBot, session: Session) -> None:
    """Wait until nothing is under way and what is shown is what is selected."""

    def is_settled() -> bool:
        snapshot = session.snapshot
        return (
            not session.runner.is_busy
            and snapshot is not None
            and snapshot.epoch == session.selection.epoch
            and snapshot.run == session.run.number
            and snapshot.look.parameter == session.selection.parameter
        )

    qtbot.waitUntil(is_settled, timeout=5000)
