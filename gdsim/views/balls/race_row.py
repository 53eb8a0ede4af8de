"""The row in which the learning rates of a race are typed."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.text import _
from gdsim.views.balls.race_rates import rates_text, read_rates, suggested
from gdsim.views.icon_button import IconButton
from gdsim.views.keys import ENTER
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

MOST_LETTERS = 160


class RaceRow(QWidget):
    """A field with three sensible rates in it, to be changed or not, and a button that starts.

    Attributes
    ----------
    field : QLineEdit
    start_button, cancel_button : IconButton
    methods_button : IconButton
        Seen where there is more than one method of descent.
    """

    race_requested = Signal(object)
    method_race_requested = Signal()
    message_changed = Signal(str)
    """What is wrong with what was typed; empty once it may be right."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = 0
        self.title = TextLabel(theme, _("rates"), color="muted", size=0.92)
        self.field = QLineEdit()
        self.field.setMaxLength(MOST_LETTERS)
        self.field.setAccessibleName(_("Learning rates that race"))
        self.field.setToolTip(
            _(
                "One ball for each learning rate, all from this start.\n"
                "Spaces or semicolons stand between them. Enter starts, Esc goes back."
            )
        )
        self.field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.field.textEdited.connect(self._forgive)
        self.field.installEventFilter(self)
        self.start_button = IconButton(theme, "", (16, 30), text=_("Start"))
        self.start_button.setAccessibleName(_("Start the race"))
        self.start_button.setToolTip(
            _("Puts one ball for each rate at this start; the other balls go. Undo brings them.")
        )
        self.start_button.clicked.connect(self._start)
        self.cancel_button = IconButton(theme, "close", (28, 30), color="muted", icon_size=14)
        self.cancel_button.setObjectName("flat")
        self.cancel_button.setAccessibleName(_("No race"))
        self.cancel_button.setToolTip(_("Goes back without a race (Esc)."))
        self.cancel_button.clicked.connect(self.closed)
        self.methods_button = IconButton(theme, "", (16, 30), text=_("Methods"))
        self.methods_button.setAccessibleName(_("Race methods"))
        self.methods_button.setToolTip(
            _("Puts one ball for each method at this start; the other balls go. Undo brings them.")
        )
        self.methods_button.clicked.connect(self.method_race_requested)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.title)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.start_button)
        self._row.addWidget(self.methods_button)
        self._row.addWidget(self.cancel_button)
        self.restyle(theme)

    def open_with(self, rate: float, most: int) -> None:
        """Offer rates around ``rate``; at most ``most`` can race."""
        self._most = most
        self.methods_button.setVisible(len(OPTIMIZERS) > 1)
        self.field.setText(rates_text(suggested(rate)))
        self._forgive()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        px = theme.px
        self._row.setContentsMargins(px(8), 0, px(4), 0)
        self._row.setSpacing(px(6))
        self.title.restyle(theme)
        self.field.setFont(theme.font())
        self.start_button.restyle(theme)
        self.methods_button.restyle(theme)
        self.cancel_button.restyle(theme)

    def _forgive(self) -> None:
        self.field.setAccessibleDescription("")
        self.message_changed.emit("")

    def _start(self) -> None:
        try:
            rates = read_rates(self.field.text(), self._most)
        except ValueError as error:
            self.field.setAccessibleDescription(str(error))
            self.message_changed.emit(str(error))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.race_requested.emit(rates)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and Esc of the field before the window does."""
        if not isinstance(event, QKeyEvent) or event.key() not in (*ENTER, Qt.Key.Key_Escape):
            return False
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
            else:
                self._start()
        event.accept()
        return True
