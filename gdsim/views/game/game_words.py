"""What is said of a game: Game -> invitations, sentences, readouts."""

from gdsim.engine.hidden_curves import Probe
from gdsim.engine.probes import (
    DESCENT,
    MANY,
    MOST_SEEDS,
    RANDOM,
    YOU,
    Contestant,
    Game,
    lies_in_deepest,
    lowest_of,
)
from gdsim.scenario.quantities import fixed, full
from gdsim.text import _
from gdsim.views.game.contestants import looks

LEVEL = 1.5
"""A slope that is no steeper counts as level."""
NEARLY = 95.0
"""Who scores so much has as good as arrived."""


def height(probe: Probe) -> str:
    """Return a height as it is read."""
    return fixed(probe.height, 1)


def place(x: float) -> str:
    """Return a place as it is read."""
    return _("x = {x}").format(x=fixed(x, 2))


def difficulty(key: str) -> str:
    """Return the name of a difficulty."""
    return {"easy": _("Easy"), "medium": _("Medium"), "hard": _("Hard")}[key]


def caption(game: Game) -> str:
    """Return what stands beside the title."""
    text = _("{difficulty} · curve {seed}").format(
        difficulty=difficulty(game.difficulty).lower(), seed=f"{game.seed:,}"
    )
    return (
        _("{text} · seen before, so it does not count").format(text=text) if game.is_known else text
    )


def invitation() -> tuple[str, str]:
    """Return the two lines that stand where nobody has looked yet."""
    return (
        _("A curve is hidden here. Where is its lowest place?"),
        _("Click anywhere to look: you see the height and the slope there."),
    )


def n_looks(n: int) -> str:
    """Return a number of looks, in words."""
    return _("1 look") if n == 1 else _("{n} looks").format(n=n)


def looks_left(game: Game) -> str:
    """Return how many looks are left."""
    return _("{looks} left").format(looks=n_looks(game.n_left))


def sentences(game: Game) -> tuple[str, str]:
    """Return what has just happened, and what stands behind it."""
    if game.has_ended:
        return _result(game), _lesson(game)
    if not game.probes:
        return (
            _("Find the lowest place of a hidden curve with ten looks."),
            _("Then descent gets as many. Who comes lower? The slope tells which way is down."),
        )
    return _after_look(game)


def lowest_so_far(game: Game) -> str:
    """Return where your lowest look was."""
    if not game.probes:
        return _("no look yet")
    best = lowest_of(game.probes)
    return _("lowest so far {height} at {place}").format(
        height=height(best), place=place(best.place)
    )


def lowest_label(probe: Probe) -> str:
    """Return what is written at the lowest place of all."""
    return _("lowest place {height} at {place}").format(
        height=height(probe), place=place(probe.place)
    )


def readout(key: str, number: int, probe: Probe) -> str:
    """Return the numbers of one look in a line."""
    return _("{name}, look {number} · {place} · height {height} · slope {slope}").format(
        name=looks()[key].name,
        number=number,
        place=place(probe.place),
        height=height(probe),
        slope=fixed(probe.slope, 1),
    )


def tip(key: str, number: int, probe: Probe) -> str:
    """Return the numbers of one look with all digits."""
    return _("{name}, look {number}\nx = {x}\nheight = {height}\nslope = {slope}").format(
        name=looks()[key].name,
        number=number,
        x=full(probe.place),
        height=full(probe.height),
        slope=full(probe.slope),
    )


def row_tip(contestant: Contestant) -> str:
    """Return what is behind a row of the board."""
    best = contestant.best
    return _("{name} {does}.\nLowest look {height} at {place}: score {score} of 100.").format(
        name=looks()[contestant.key].name,
        does=_("looked wherever you clicked")
        if contestant.key == YOU
        else looks()[contestant.key].does,
        height=height(best),
        place=place(best.place),
        score=fixed(contestant.score, 1),
    )


def score_tip() -> str:
    """Return how scores are counted."""
    return _(
        "How much of the way from the curve's average height (0) to its lowest place (100) "
        "the lowest look has come."
    )


def seed_mistake() -> str:
    """Return what to say of a number that is none of a curve."""
    return _("Curves are numbered from 1 to {most}. Type one of these.").format(
        most=f"{MOST_SEEDS:,}"
    )


def _after_look(game: Game) -> tuple[str, str]:
    probe, number = game.probes[-1], len(game.probes)
    if abs(probe.slope) < LEVEL:
        way = _("almost level, so the bottom of a well, or the top of a hill")
    elif probe.slope > 0.0:
        way = _("the curve rises to the right, so down is to the left")
    else:
        way = _("the curve falls to the right, so down is to the right")
    first = _("Look {number}: height {height}, slope {slope}: {way}.").format(
        number=number, height=height(probe), slope=fixed(probe.slope, 1), way=way
    )
    if number == 1:
        return first, _("The short green line is the slope. Where do you look next?")
    best = lowest_of(game.probes)
    return first, _("Your lowest is {height} at {place}, look {number}; {left}.").format(
        height=height(best),
        place=place(best.place),
        number=game.probes.index(best) + 1,
        left=looks_left(game),
    )


def _result(game: Game) -> str:
    """Name the winner and what it used."""
    winners = {one.key for one in game.winners}
    you, n = height(game.contestant(YOU).best), n_looks(len(game.probes))
    best = height(game.winners[0].best)
    descent = height(game.contestant(DESCENT).best)
    if winners == {YOU}:
        return _(
            "You win: after {n} you were at {you}; descent, which used the slope, was at {descent}."
        ).format(n=n, you=you, descent=descent)
    if YOU in winners:
        others = _names(winners - {YOU})
        return _("A draw: after {n} you were at {you}, as good as {others}.").format(
            n=n, you=you, others=others
        )
    if DESCENT in winners:
        text = _("Descent used the slope and wins: after {n} it was at {descent}, you at {you}.")
    elif MANY in winners:
        text = _(
            "Many starts win: after {n} the best of three descents was at {best}, you at {you}."
        )
    else:
        text = _("Random search wins by luck: after {n} it was at {best}, you at {you}.")
    return text.format(n=n, you=you, descent=descent, best=best)


def _lesson(game: Game) -> str:
    """Return what the game shows of the slope: where it helped, or misled."""
    descent, random = game.contestant(DESCENT), game.contestant(RANDOM)
    last = height(descent.best)
    if not lies_in_deepest(game, descent.best):
        return _(
            "Descent ended in another well, at {height}: a slope tells only what is downhill from "
            "here, not where the deepest well is."
        ).format(height=last)
    if descent.score < NEARLY:
        return _(
            "Descent was still on its way down the deepest well, at {height}, when its looks were "
            "used up."
        ).format(height=last)
    if random.score >= NEARLY:
        return _(
            "Each slope told descent which way is down and how far to step. "
            "Random search only had luck."
        )
    return _(
        "Each slope told descent which way is down and how far to step; "
        "random search saw heights alone and came to {height}."
    ).format(height=height(random.best))


def _names(keys: set[str]) -> str:
    """Return names in a row: "descent and many starts"."""
    names = [look.name.lower() for key, look in looks().items() if key in keys]
    if len(names) == 1:
        return names[0]
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
