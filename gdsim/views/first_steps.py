"""What to click first: one short page."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.theme import Theme


class FirstStepsDialog(QDialog):
    """A list of things to try, each with its key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("First Steps"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for head, body in _steps():
            label = QLabel(f"<b>{head}</b><br>{body}", wordWrap=True)
            label.setFont(theme.font())
            label.setMinimumWidth(theme.px(480))
            layout.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.accept)
        layout.addWidget(buttons)


def _steps() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Press Space"),
            _("The network learns, one epoch a second. Space again pauses it."),
        ),
        (
            _("Right and Left"),
            _(
                "One epoch forward, one epoch back. Home shows the start, End the newest epoch. "
                "The period key goes through the parts of an epoch."
            ),
        ),
        (
            _("Choose on the left what you look at"),
            _("Each activity shows one idea. Ctrl+1 is Start, Ctrl+2 the first, and so on."),
        ),
        (
            _("Drag the dot on the loss curve"),
            _("You change one weight by hand, and everything follows. The run goes on from there."),
        ),
        (
            _("Click a number in the network"),
            _("Type another one, or nudge it with the arrow keys. Enter keeps it, Esc does not."),
        ),
        (
            _("Click a node"),
            _("It shows its sum and its activation with the numbers of the chosen house."),
        ),
        (
            _("Add a unit or a layer"),
            _("The words below the network do it. Ctrl+Z takes back whatever you did."),
        ),
        (
            _("Type your own house"),
            _("Click an input's value; the output answers in dollars."),
        ),
        (
            _("Check your own working"),
            _("Ctrl+E blanks cells of the table. Type what belongs there, or ask for a hint."),
        ),
        (
            _("Go back and change one thing"),
            _("A new run goes on from there. Ctrl+K keeps the one you left, to compare both."),
        ),
    )
