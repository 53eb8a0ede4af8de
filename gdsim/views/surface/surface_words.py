"""What the surface says: its heading, its notes, its state in a sentence."""

from collections.abc import Sequence

from gdsim.engine.functions import Minimum
from gdsim.scenario.quantities import full, short
from gdsim.text import _
from gdsim.views.surface.camera import Camera
from gdsim.views.surface.heights import HeightScale
from gdsim.views.surface.tracks import Track

Names = tuple[str, str]


def heading(names: Names | None, *, is_held: bool) -> tuple[str, str]:
    """Return title and caption of the panel."""
    title = _("Loss as a surface")
    if names is None:
        return title, ""
    if is_held:
        return title, _("arrow keys turn · + − zoom · 0 first view · Esc lets go")
    return title, _("drag turns it · the wheel zooms")


def nothing(names: Sequence[str]) -> str:
    """Return what stands there while there is no surface."""
    if len(names) == 1:
        return _("A surface needs two parameters; here is only {name}.").format(name=names[0])
    return _("The surface shows here as soon as its losses are known.")


def no_path() -> str:
    """Return what stands there where a run is too short for directions of its own."""
    return _("The run's own directions show after its first two epochs.")


def log_tip(*, can_be_log: bool) -> str:
    """Return what the switch to powers of ten does to heights, or why it does nothing."""
    if not can_be_log:
        return _("Some losses here are below 0, where there are no powers of ten.")
    return _(
        "Sets heights by powers of ten, so that small losses show (L). Without it a slope\n"
        "looks as steep as it is. The contour's switch sets its levels only."
    )


def flat_note(scale: HeightScale) -> str:
    """Return what the flat top means."""
    return _("cut off above a loss of {loss}").format(loss=short(scale.highest, 3))


def filled_note(scale: HeightScale) -> str:
    """Return what the flat ground of a logarithmic surface means."""
    return _("level below a loss of {loss}").format(loss=short(scale.lowest, 3))


def hole_note() -> str:
    """Return what a hole means."""
    return _("open where the loss is not a number")


def gone_note(tracks: Sequence[Track]) -> str:
    """Return which balls are not on the surface."""
    if len(tracks) == 1:
        return _("{ball} has left").format(ball=name_of(tracks[0]))
    return _("{balls} have left").format(balls=", ".join(name_of(track) for track in tracks))


def no_scale() -> str:
    """Return what stands there where no loss of the plane can be shown."""
    return _("No loss here is a number, so there is no surface.")


def readout(names: Names, place: tuple[float, float], loss: float) -> str:
    """Return the numbers at a point of the surface."""
    return _("{x} {first} · {y} {second} · loss about {loss}").format(
        x=names[0],
        first=short(place[0], 3),
        y=names[1],
        second=short(place[1], 3),
        loss=short(loss, 3),
    )


def ball_tip(names: Names, track: Track) -> str:
    """Return what to say about a ball: its numbers whole, and what a click does."""
    text = _("{name}\n{x} = {first}\n{y} = {second}\nloss = {loss}").format(
        name=name_of(track),
        x=names[0],
        first=full(track.place[0]),
        y=names[1],
        second=full(track.place[1]),
        loss=full(track.loss),
    )
    return (
        text if track.ball.place < 0 else text + "\n" + _("Click makes this ball the current one.")
    )


def minimum_tip(names: Names, minimum: Minimum) -> str:
    """Return what a ring on the floor means."""
    text = _("A minimum: {x} {first}, {y} {second}, loss {loss}.")
    if minimum.is_global:
        text = _("The lowest minimum: {x} {first}, {y} {second}, loss {loss}.")
    first, second = minimum.place
    return text.format(
        x=names[0],
        first=short(first),
        y=names[1],
        second=short(second),
        loss=short(minimum.value),
    )


def description(
    names: Names, camera: Camera, losses: tuple[float, float], tracks: Sequence[Track]
) -> str:
    """Return the state in sentences, for those who cannot see the surface."""
    parts = [
        _("Seen from {yaw} degrees, {pitch} degrees above the floor.").format(
            yaw=short(round(camera.yaw), 3), pitch=round(camera.pitch)
        ),
        _("The loss goes from {low} to {high}.").format(
            low=short(losses[0]), high=short(losses[1])
        ),
    ]
    return " ".join(parts + [_where(names, track) for track in tracks])


def name_of(track: Track) -> str:
    """Return what a ball is called."""
    return track.ball.name or _("The run")


def _where(names: Names, track: Track) -> str:
    text = _("{name} is at {x} {first}, {y} {second}, loss {loss}.")
    if not track.is_here:
        text = _("{name} has left the surface: {x} {first}, {y} {second}, loss {loss}.")
    return text.format(
        name=name_of(track),
        x=names[0],
        first=short(track.place[0]),
        y=names[1],
        second=short(track.place[1]),
        loss=short(track.loss),
    )
