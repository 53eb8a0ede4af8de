"""The story under the timeline: what the selected epoch is about to do, in a sentence or two.

It is also what a screen reader hears: the newest sentence, at most one a second.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

_ANNOUNCE_MS = 1000
_OFFER = 26
"""The height of the offer, in pixels at scale 1."""


class StoryLine(QWidget):
    """A sentence, an aside below it, and sometimes one thing to try next.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    suggestion_requested = Signal(str)
    """The key of the suggestion that was clicked."""
    suggestion_closed = Signal(str)
    """The key of the suggestion that was waved away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Story"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._key = ""
        self._announced = ""
        self.sentence = self._make_line(TextLabel(theme, size=1.1))
        self.aside = self._make_line(TextLabel(theme, color="muted", size=0.92))
        self._make_suggestion(theme)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_ANNOUNCE_MS)
        self._pause.timeout.connect(self._announce)
        self._lay_out()
        self.restyle(theme)
        self.set_suggestion("", "")

    def _make_line(self, label: TextLabel) -> TextLabel:
        """Let a line wrap rather than lose its meaning, and let it be selected and copied."""
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return label

    def _make_suggestion(self, theme: Theme) -> None:
        self.suggestion = QToolButton()
        self.suggestion.setObjectName("offer")
        self.close_button = IconButton(theme, "close", (24, 24), color="muted", icon_size=14)
        self.close_button.setAccessibleName(_("Close the suggestion"))
        self.close_button.setToolTip(_("Closes the suggestion."))
        self.close_button.setObjectName("flat")
        self.suggestion.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.suggestion.setCursor(Qt.CursorShape.PointingHandCursor)
        self.suggestion.clicked.connect(self._follow_suggestion)
        self.close_button.clicked.connect(self._close_suggestion)

    def _lay_out(self) -> None:
        self._offer = QHBoxLayout()
        self._offer.setSpacing(4)
        self._strut = QSpacerItem(0, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self._offer.addItem(self._strut)
        self._offer.addWidget(self.suggestion)
        self._offer.addWidget(self.close_button)
        self._rooms = (_Room(self.sentence), _Room(self.aside))
        # The sentence has the whole width, so that it seldom wraps; the offer stands below it.
        self._row = QHBoxLayout()
        self._row.addWidget(self._rooms[1], 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(self._offer)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._rooms[0])
        self._column.addLayout(self._row)

    def set_story(self, sentence: str, aside: str) -> None:
        """Show what is about to happen, and what there is to say beside it."""
        if (sentence, aside) == (self.sentence.text(), self.aside.text()):
            return
        self.sentence.set_text(sentence)
        self.aside.set_text(aside)
        for room in self._rooms:
            room.place()
        if not self._pause.isActive():
            self._announce()

    def set_suggestion(self, text: str, key: str) -> None:
        """Offer one thing to try; an empty text takes the offer back."""
        self._key = key
        self.suggestion.setText(_("Try: {text}").format(text=text))
        self.suggestion.setToolTip(_("Shows where to do this."))
        for button in (self.suggestion, self.close_button):
            button.setVisible(bool(text))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for room in self._rooms:
            room.restyle(theme)
        self.suggestion.setFont(theme.font(0.95))
        self.close_button.restyle(theme)
        self._row.setSpacing(theme.px(16))
        self._row.setContentsMargins(0, theme.px(1), 0, 0)
        # Room for the offer also while there is none, so that nothing jumps when it comes.
        self.suggestion.setFixedHeight(theme.px(_OFFER))
        self._strut.changeSize(0, theme.px(_OFFER))
        self._column.setContentsMargins(theme.px(16), theme.px(2), theme.px(16), theme.px(4))

    def _announce(self) -> None:
        """Say the newest sentence to screen readers, unless they know it."""
        text = self.sentence.text()
        self.setAccessibleDescription(f"{text} {self.aside.text()}".strip())
        if text and text != self._announced:
            self._announced = text
            self._pause.start()
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _follow_suggestion(self) -> None:
        self.suggestion_requested.emit(self._key)

    def _close_suggestion(self) -> None:
        key = self._key
        self.set_suggestion("", "")
        self.suggestion_closed.emit(key)


class _Room(QWidget):
    """The room of one label, which grows with its text but does not shrink.

    The label is placed by hand: with a layout each new text would lay out the whole window anew.
    """

    def __init__(self, label: TextLabel) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label, self._height = label, 0
        label.setParent(self)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._label.restyle(theme)
        self.setMinimumWidth(theme.px(240))
        self._settle()

    def place(self) -> None:
        """Make room for the text."""
        label = self._label
        needed = max(label.heightForWidth(self.width()), label.fontMetrics().height())
        self._height = max(self._height, needed)
        label.setGeometry(0, 0, self.width(), self._height)
        if self._height != self.height():
            self.setFixedHeight(self._height)

    def _settle(self) -> None:
        """Forget how much room earlier texts took."""
        self._height = 0
        self.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the room that the text needs at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settle()
