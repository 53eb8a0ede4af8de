"""Every text that a person reads goes through `_()`, so that gdsim can learn languages.

The texts in the source are English. A translation is a gettext catalogue,
`resources/locale/<language>/LC_MESSAGES/gdsim.mo`; without one the English text is shown.
What varies goes in by a named placeholder after the look-up, so that the text stays the same
for the catalogue and a translation may put the values in another order::

    _("Diverged at epoch {epoch}").format(epoch=epoch)

No f-string stands inside `_()`: it would ask the catalogue for a text that is new each time.
"""

import gettext

from gdsim import resources

_catalogue = gettext.translation("gdsim", resources.folder() / "locale", fallback=True)


def _(text: str) -> str:
    """Return `text` in the user's language, or as it is where no translation exists."""
    return _catalogue.gettext(text)
