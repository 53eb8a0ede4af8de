"""How many starts, drawn from what, how far: a row of fields and the button that trains them."""

from collections.abc import Callable
from math import isqrt
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QHBoxLayout, QWidget

from gdsim.engine.restarts import most_starts
from gdsim.scenario.crop import Crop
from gdsim.scenario.quantities import MINUS
from gdsim.scenario.spec import MAX_SEED
from gdsim.scenario.starts import (
    MOST_EPOCHS,
    StartsSettings,
    default_settings,
    distributions,
    problem,
)
from gdsim.scenario.subject import Subject
from gdsim.scenario.typed_numbers import read_number
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.icon_button import IconButton
from gdsim.views.number_field import NumberField
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

PRESETS = (10, 100, 1000)
_WHOLE = {"n": (1, 1000), "first_seed": (0, MAX_SEED), "epochs": (1, MOST_EPOCHS)}
_WIDTHS = {"n": 56, "low": 46, "high": 46, "deviation": 54, "first_seed": 54, "epochs": 52}
_MOST_WIDTH, _LEAST_WIDTH = 172, 104
"""Of the list of distributions; the narrow one beside fields for its numbers."""


class SettingField(NumberField):
    """A field for one of the settings; its signals say which."""

    setting_entered = Signal(str, float)
    setting_nudged = Signal(str, float)

    def __init__(self, key: str, title: str, tip: str, parent: QWidget | None = None) -> None:
        is_whole = key in _WHOLE
        read = _read_whole if is_whole else read_number
        super().__init__(title, tip, read, _whole_text if is_whole else _short_text, parent)
        self._key = key
        self.number_entered.connect(self._on_entered)
        self.number_nudged.connect(self._on_nudged)

    def _on_entered(self, number: float) -> None:
        self.setting_entered.emit(self._key, number)

    def _on_nudged(self, step: float, _modifiers: object) -> None:
        self.setting_nudged.emit(self._key, step)


class StartsControls(QWidget):
    """The settings of many starts.

    Attributes
    ----------
    settings : StartsSettings
        What stands in the fields.
    fields : dict of str to SettingField
        "n", "low", "high", "deviation", "first_seed", "epochs".
    presets : dict of int to FlatButton
    distribution : QComboBox
    train_button, cancel_button : IconButton
    """

    starts_requested = Signal(object)
    starts_cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._subject: Subject | None = None
        self.settings = StartsSettings()
        self._told: StartsSettings | None = None  # those of what is trained
        self._part = -1.0  # of the way, -1 while nothing runs
        self.fields = self._make_fields()
        self.presets = self._make_presets()
        self.distribution = QComboBox()
        self.distribution.setAccessibleName(_("How starts are drawn"))
        self.distribution.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.distribution.activated.connect(self._on_distribution)
        self.train_button = self._make_button("play", "play", self._train)
        self.cancel_button = self._make_button("close", "flat", self.starts_cancelled.emit)
        self.cancel_button.setText(_("Cancel"))
        self.cancel_button.setToolTip(_("Stops the training; what there is so far stays (Esc)."))
        self.cancel_button.setAccessibleName(_("Cancel the training"))
        self.cancel_button.setShortcut(Qt.Key.Key_Escape)  # wherever the focus is; its text first
        self._titles: dict[str, TextLabel] = {}
        self._lay_out()
        self.restyle(theme)
        self._follow()

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; what was set stays where it still suits."""
        before, self._subject = self._subject, subject
        is_other = before is None or before.names != subject.names
        self._told = None
        if is_other or problem(subject, self.settings):
            self.settings = default_settings(subject)
        self._offer()
        self._follow()

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what is trained now, and how far it is."""
        part = -1.0
        if crop is not None and crop.settings != self._told:
            self._told = self.settings = crop.settings
            self._follow()
        if crop is not None and crop.is_running:
            results = crop.results
            part = 0.0 if results is None else results.epoch / max(1, results.epochs)
        was_running, self._part = self._part >= 0.0, part
        if was_running != (part >= 0.0):
            self._follow()
        self.update()

    @property
    def is_running(self) -> bool:
        """Whether runs are on their way."""
        return self._part >= 0.0

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        px = theme.px
        for name, field in self.fields.items():
            field.setFont(theme.font())
            field.setFixedWidth(px(_WIDTHS[name]))
        for preset in self.presets.values():
            preset.setFont(theme.font(0.84))
        self.distribution.setFont(theme.font())
        for button in (self.train_button, self.cancel_button):
            button.restyle(theme)
        for label in (*self._titles.values(), self._to):
            label.restyle(theme)
        self._grid.setContentsMargins(px(16), 0, px(12), px(10))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(2))
        self._n_row.setSpacing(0)
        self._range_row.setSpacing(px(4))
        self._fit_button()

    def _make_fields(self) -> dict[str, SettingField]:
        tips = {
            "n": (_("Number of starts"), _("How many starts are trained at once, up to 1,000.")),
            "low": (_("Lowest start value"), _("Starts are drawn from here on.")),
            "high": (_("Highest start value"), _("Starts are drawn up to here.")),
            "deviation": (
                _("Deviation of the start values"),
                _("How far starts are spread around 0: two thirds of them lie within this."),
            ),
            "first_seed": (
                _("First seed"),
                _("The first start is drawn from this seed, the next from the one after it."),
            ),
            "epochs": (_("Epochs of each run"), _("How far each run is trained.")),
        }
        fields = {}
        for name, (title, tip) in tips.items():
            field = SettingField(name, title, tip)
            field.setting_entered.connect(self._on_entered)
            field.setting_nudged.connect(self.nudge)
            fields[name] = field
        return fields

    def _make_presets(self) -> dict[int, FlatButton]:
        group = QButtonGroup(self, exclusive=False)  # none is on for another number
        buttons = {}
        for n in PRESETS:
            text = f"{n:,}"
            button = FlatButton(text, _("Trains from {n} starts.").format(n=text), is_switch=True)
            button.setAccessibleName(_("{n} starts").format(n=text))
            group.addButton(button, n)
            buttons[n] = button
        group.idClicked.connect(self._on_preset)
        return buttons

    def _make_button(self, icon: str, name: str, slot: Callable[[], object]) -> IconButton:
        color = "card" if name == "play" else "text"
        button = IconButton(self._theme, icon, (30, 38), color=color, icon_size=14, text=" ")
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        self._grid, self._n_row, self._range_row = QGridLayout(self), QHBoxLayout(), QHBoxLayout()
        self._to = TextLabel(self._theme, _("to"), color="muted")
        for button in self.presets.values():
            self._n_row.addWidget(button)
        for widget in (self.fields["low"], self._to, self.fields["high"], self.fields["deviation"]):
            self._range_row.addWidget(widget)
        columns: tuple[tuple[str, str, QWidget | QHBoxLayout], ...] = (
            ("n", _("starts"), self.fields["n"]),
            ("distribution", _("drawn from"), self.distribution),
            ("range", _("range"), self._range_row),
            ("first_seed", _("first seed"), self.fields["first_seed"]),
            ("epochs", _("epochs"), self.fields["epochs"]),
        )
        for column, (name, title, thing) in enumerate(columns):
            label = TextLabel(self._theme, title, color="muted", size=0.84)
            self._titles[name] = label
            if name == "n":
                self._n_row.insertWidget(0, label)
                self._grid.addLayout(self._n_row, 0, column)
            else:
                self._grid.addWidget(label, 0, column)
            if isinstance(thing, QHBoxLayout):
                self._grid.addLayout(thing, 1, column)
            else:
                self._grid.addWidget(thing, 1, column)
        last = len(columns)
        self._grid.setColumnStretch(last, 1)
        for main in (self.train_button, self.cancel_button):
            self._grid.addWidget(main, 0, last + 1, 2, 1, Qt.AlignmentFlag.AlignBottom)

    def _offer(self) -> None:
        """Offer the distributions that suit."""
        assert self._subject is not None
        self.distribution.clear()
        for number, one in enumerate(distributions(self._subject)):
            self.distribution.addItem(one.title, one.name)
            self.distribution.setItemData(number, one.tip, Qt.ItemDataRole.ToolTipRole)

    def _follow(self) -> None:
        """Show the settings."""
        settings, has_subject = self.settings, self._subject is not None
        for name, field in self.fields.items():
            field.set_number(float(getattr(settings, name)))
            field.setEnabled(has_subject and not self.is_running)
        for n, preset in self.presets.items():
            preset.setChecked(n == settings.n)
            preset.setEnabled(has_subject and not self.is_running and n <= self._most)
        self.distribution.setCurrentIndex(self.distribution.findData(settings.distribution))
        self.distribution.setEnabled(has_subject and not self.is_running)
        numbers: tuple[str, ...] = ()
        if self._subject is not None:
            chosen = [o for o in distributions(self._subject) if o.name == settings.distribution]
            numbers = chosen[0].numbers if chosen else ()
            self.distribution.setToolTip(chosen[0].tip if chosen else "")
        for name in ("low", "high", "deviation"):
            self.fields[name].setVisible(name in numbers)
        self._to.setVisible("low" in numbers)
        self.distribution.setFixedWidth(self._theme.px(_LEAST_WIDTH if numbers else _MOST_WIDTH))
        self._titles["range"].setVisible(bool(numbers))
        self._titles["range"].set_text(_("deviation") if "deviation" in numbers else _("range"))
        is_drawn = settings.distribution != "grid"
        self._titles["first_seed"].setVisible(is_drawn)
        self.fields["first_seed"].setVisible(is_drawn)
        self.train_button.setEnabled(has_subject)
        self._show_button()
        self._fit_button()

    def _show_button(self) -> None:
        """Show the button that can be pressed now; it takes the focus over from the other one."""
        shown, hidden = self.train_button, self.cancel_button
        if self.is_running:
            shown, hidden = hidden, shown
        had_focus = hidden.hasFocus()
        shown.setVisible(True)
        if had_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        hidden.setVisible(False)

    @property
    def _most(self) -> int:
        return 1000 if self._subject is None else most_starts(len(self._subject.names))

    def _fit_button(self) -> None:
        n = f"{self.settings.n:,}"
        text = _("Train {n} times") if self.settings.n != 1 else _("Train once")
        self.train_button.setText(text.format(n=n))
        self.train_button.setAccessibleName(text.format(n=n))
        self.train_button.setToolTip(
            _("Trains this from {n} different starts at once; the current run stays.").format(n=n)
        )
        for button in (self.train_button, self.cancel_button):
            button.restyle(self._theme)  # as wide as its text

    def _on_preset(self, n: int) -> None:
        self.change(n=n)  # which presses the button in again, if it was on

    def _on_entered(self, name: str, number: float) -> None:
        self.change(**{name: number})

    def _on_distribution(self, index: int) -> None:
        self.change(distribution=self.distribution.itemData(index))

    def _train(self) -> None:
        self.starts_requested.emit(self.settings)

    def change(self, **fields: object) -> None:
        """Take on other settings, brought into what is possible; nothing is trained yet."""
        new = self.settings._replace(**fields)  # type: ignore[arg-type]
        whole: dict[str, Any] = {}
        for name, (low, high) in _WHOLE.items():
            most = min(high, self._most) if name == "n" else high
            whole[name] = min(max(int(getattr(new, name)), low), most)
        new = new._replace(**whole)
        if new.low >= new.high:
            new = new._replace(low=self.settings.low, high=self.settings.high)
        if not new.deviation > 0.0:
            new = new._replace(deviation=self.settings.deviation)
        self.settings = new
        self._follow()

    def nudge(self, name: str, step: float) -> None:
        """Move a number by the arrow keys: whole ones by a step of about a tenth of their size."""
        value = getattr(self.settings, name)
        if name in _WHOLE:
            size = 1 if name == "first_seed" else max(1, isqrt(int(value)) // 2)
            self.change(**{name: value + step * size})
        else:
            self.change(**{name: round(value + 0.1 * step, 10)})

    def _presets_width(self) -> int:
        """Return how much wider the column of the number is for its presets."""
        title, field = self._titles["n"].sizeHint().width(), self.fields["n"].width()
        presets = sum(preset.sizeHint().width() for preset in self.presets.values())
        return title + presets - max(title, field)

    # What Qt calls.

    def minimumSizeHint(self) -> QSize:
        """Do without the presets where there is little room: the field takes any number."""
        least = super().minimumSizeHint()
        has_presets = not self.presets[PRESETS[0]].isHidden()
        return least - QSize(self._presets_width() if has_presets else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the presets where there is room for them."""
        super().resizeEvent(event)
        is_roomy = self.width() >= self.minimumSizeHint().width() + self._presets_width()
        for preset in self.presets.values():
            preset.setVisible(is_roomy)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint how far the runs are, as a line under the fields."""
        if self._part < 0.0:
            return
        painter, px = QPainter(self), self._theme.px
        room = QRectF(px(16), self.height() - px(4), self.width() - px(28), px(3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        painter.drawRect(room)
        painter.setBrush(self._theme.color("text"))
        room.setWidth(room.width() * self._part)
        painter.drawRect(room)


def _read_whole(text: str) -> float | None:
    """Return the whole number that was typed; commas only group its digits."""
    number = read_number(text.replace(",", ""))
    return None if number is None or number != round(number) else number


def _short_text(number: float) -> str:
    """Return a number without the zeros at its end: the fields are narrow."""
    return f"{number:.4g}".replace("-", MINUS)


def _whole_text(number: float) -> str:
    return f"{number:,.0f}"
