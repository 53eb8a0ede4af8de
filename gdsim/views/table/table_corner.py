"""What stands in the title bar of the table: the way of looking, the filter, and checking."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.icon_button import IconButton
from gdsim.views.theme import Theme

BY_EPOCH, BY_PARAMETER = range(2)


class TableCorner(QWidget):
    """Three quiet controls.

    Signals
    -------
    mode_requested(mode)
    filter_requested(text), filter_entered(text)
        What is typed, and Enter.
    checking_requested(wanted)
    """

    mode_requested = Signal(int)
    filter_requested = Signal(str)
    filter_entered = Signal(str)
    checking_requested = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.find_button = IconButton(theme, "find", (26, 26), color="muted", icon_size=14)
        self.find_button.setObjectName("flat")
        self.find_button.clicked.connect(self.open_filter)
        self.field = QLineEdit(self)
        self.field.setMaxLength(60)
        self.field.textEdited.connect(self.filter_requested)
        self.field.installEventFilter(self)
        self.field.hide()
        self._mode_button = FlatButton(
            "", _("Chooses one epoch or one parameter; nothing else changes."), parent=self
        )
        self._mode_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._mode_button.setMenu(self._menu)
        self._modes = QActionGroup(self)
        for mode in (BY_EPOCH, BY_PARAMETER):
            action = self._menu.addAction("")
            action.setCheckable(True)
            action.setData(mode)
            self._modes.addAction(action)
        self._modes.triggered.connect(self._on_mode)
        self.check_button = FlatButton(
            _("Check"),
            _("Blanks cells for you to work out (Ctrl+E); the run stays as it is."),
            name=_("Check my working"),
            is_switch=True,
            parent=self,
        )
        self.check_button.clicked.connect(self.checking_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in (self.field, self.find_button, self._mode_button, self.check_button):
            row.addWidget(part)
        self.set_mode(BY_EPOCH, 0, "w1")
        self.restyle(theme)

    def set_mode(self, mode: int, epoch: int, name: str) -> None:
        """Show how the table is looked at, and what each way would show."""
        texts = (
            _("All parameters of epoch {epoch}").format(epoch=f"{epoch:,}"),
            _("{name} through all epochs").format(name=name),
        )
        for action, text in zip(self._modes.actions(), texts, strict=True):
            action.setText(text)
            action.setChecked(action.data() == mode)
        short = (_("epoch ▾"), _("all epochs ▾"))[mode]
        if short != self._mode_button.text():
            self._mode_button.setText(short)
            self._mode_button.setAccessibleName(texts[mode])
        is_search = mode == BY_PARAMETER
        self.field.setPlaceholderText(_("epoch") if is_search else _("w3, layer 2, > 0"))
        tip = (
            _("Type an epoch and Enter to go there (Ctrl+F).")
            if is_search
            else _("Shows only some parameters: w3, b, layer 2, > 0, frozen (Ctrl+F).")
        )
        self.field.setToolTip(tip)
        self.field.setAccessibleName(_("Go to epoch") if is_search else _("Filter"))
        self.find_button.setToolTip(tip)
        self.find_button.setAccessibleName(self.field.accessibleName())

    def set_checking(self, is_on: bool) -> None:
        """Show whether working is checked."""
        self.check_button.setChecked(is_on)

    @Slot()
    def open_filter(self) -> None:
        """Let one type a filter."""
        self.field.show()
        self.find_button.hide()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_filter(self) -> None:
        """Show everything again."""
        had_text = bool(self.field.text())
        self.field.clear()
        self.field.hide()
        self.find_button.show()
        if had_text:
            self.filter_requested.emit("")

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.find_button.restyle(theme)
        for part in (self._mode_button, self.check_button, self.field):
            part.setFont(theme.font(0.9))
        self.field.setFixedWidth(theme.px(112))

    @Slot(QAction)
    def _on_mode(self, action: QAction) -> None:
        self.mode_requested.emit(action.data())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the filter by Esc, or by leaving it empty."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    event.accept()
            elif event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.close_filter()
                return True
            elif event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                self.filter_entered.emit(self.field.text())
                return True
        if watched is self.field and event.type() == QEvent.Type.FocusOut and not self.field.text():
            self.close_filter()
        return bool(super().eventFilter(watched, event))
