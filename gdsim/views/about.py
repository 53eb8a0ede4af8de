"""What runs here, in which versions, under which licences, on whose data."""

import json

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from gdsim import environment, resources
from gdsim.text import _

LICENCES = (
    ("Qt, PySide6", "LGPL 3"),
    ("pyqtgraph", "MIT"),
    ("NumPy", "BSD 3-Clause"),
    ("contourpy", "BSD 3-Clause"),
    ("ziamath, ziafont, latex2mathml", "MIT"),
    ("STIX Two Math, the font of the formulas", "OFL 1.1"),
    ("msgspec", "BSD 3-Clause"),
    ("threadpoolctl", "BSD 3-Clause"),
    ("tqdm", "MPL 2.0, MIT"),
    ("sympy, mpmath", "BSD 3-Clause"),
)


class AboutDialog(QDialog):
    """Versions, licences and sources, with a button that copies the versions."""

    def __init__(self, log: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About gdsim"))
        self.resize(560, 460)
        versions = environment.versions()
        self._facts = "\n".join(f"{name} {version}" for name, version in versions.items())
        self._facts += "\n" + _("Log: {path}").format(path=log)
        title = QLabel(_("gdsim lets you touch gradient descent."))
        body = QTextBrowser(openExternalLinks=False)
        body.setAccessibleName(_("Versions, licences and sources"))
        body.setPlainText(f"{self._facts}\n\n{_licences()}\n\n{_sources()}")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(_("Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip(_("Copy the versions, for a report of a fault."))
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.accept)
        layout = QVBoxLayout(self)
        for widget in (title, body, buttons):
            layout.addWidget(widget)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._facts)


def _licences() -> str:
    rows = [_("gdsim is free software under the MIT licence. It stands on:")]
    return "\n".join(rows + [f"{name}: {licence}" for name, licence in LICENCES])


def _sources() -> str:
    text = resources.path("datasets", "datasets.json").read_text(encoding="utf-8")
    rows = [f"{entry['title']}: {entry['source']}" for entry in json.loads(text)]
    return "\n".join([_("The data come from:"), *rows])
