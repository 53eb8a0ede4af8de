"""The document as frozen values: what a scenario file says, and nothing else.

A run is a function of these values alone. Names, not functions, stand here; ``build`` turns the
one into the other, ``codec`` reads and writes the file, ``edits`` makes a new value from an old.
"""

from typing import Annotated, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

FORMAT = "gdsim-scenario"
VERSION = 1
MAX_COMPANIONS, MAX_NAME = 8, 40
MAX_SEED = 2**53 - 1  # other programs read JSON's numbers as float64

Count: TypeAlias = Annotated[int, Meta(ge=1, le=100_000_000)]
Seed: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_SEED)]
Share: TypeAlias = Annotated[float, Meta(gt=0.0, lt=1.0)]
Numbers: TypeAlias = dict[str, float]


class Split(msgspec.Struct, frozen=True):
    """How many rows are held out for testing, and which."""

    test: Share = 0.2
    seed: Seed = 1


class DatasetSpec(msgspec.Struct, frozen=True):
    """Where the rows come from and which columns are inputs and targets.

    ``source`` is builtin (``name``), file (``path``), inline (``columns``) or generated (``name``,
    ``n``, ``noise``, ``seed``).
    """

    source: str = "builtin"
    name: str | None = None
    path: str | None = None
    columns: dict[str, tuple[float, ...]] | None = None
    n: Annotated[int, Meta(ge=2, le=100_000)] = 100
    noise: Annotated[float, Meta(ge=0.0)] = 0.1
    seed: Seed = 1
    inputs: tuple[str, ...] | None = None
    targets: tuple[str, ...] | None = None
    standardize: bool = True
    split: Split | None = None


class LayerSpec(msgspec.Struct, frozen=True):
    """A layer: how many units, what they do with their sum, whether they have biases."""

    units: Annotated[int, Meta(ge=1, le=256)]
    activation: str = "sigmoid"
    bias: bool = True


class PenaltySpec(msgspec.Struct, frozen=True):
    """What large weights cost."""

    name: str
    rate: Annotated[float, Meta(ge=0.0)]


class NetworkSpec(msgspec.Struct, frozen=True, tag_field="kind", tag="network"):
    """The loss of a network on a data set."""

    dataset: DatasetSpec
    layers: Annotated[tuple[LayerSpec, ...], Meta(min_length=1, max_length=32)]
    loss: str = "mse"
    penalty: PenaltySpec | None = None
    frozen: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


class GuessesSpec(msgspec.Struct, frozen=True, tag_field="kind", tag="guesses"):
    """The loss of one guess ``g1``, ``g2``, ... for each row of a data set with one target.

    The data keep their own units; ``counts`` names a column that says how many rows of a larger
    table stand behind each point. There are no weights that a penalty could hold down.
    """

    dataset: DatasetSpec
    loss: str = "sse"
    counts: str | None = None
    penalty: None = None
    frozen: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


class FunctionSpec(msgspec.Struct, frozen=True, tag_field="kind", tag="function"):
    """A function of one or two variables, which are its parameters.

    It is a built-in one (``name``, with its own ``constants``) or typed (``expression``). Where
    ``variables`` or ``bounds`` are not given they are those of the built-in one; a typed one has
    the variables that occur in it.
    """

    name: str | None = None
    expression: str | None = None
    variables: Annotated[tuple[str, ...], Meta(min_length=1, max_length=2)] | None = None
    bounds: dict[str, tuple[float, float]] | None = None
    constants: Numbers = msgspec.field(default_factory=dict)
    penalty: None = None
    frozen: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


ObjectiveSpec: TypeAlias = NetworkSpec | GuessesSpec | FunctionSpec


class StartSpec(msgspec.Struct, frozen=True):
    """Where the run starts: drawn by an initializer, some parameters set by hand over it."""

    initializer: str = "normal"
    seed: Seed = 1
    parameters: Numbers | None = None


class OptimizerSpec(msgspec.Struct, frozen=True):
    """The rule of descent; ``numbers`` are its own, which stand beside the name in the file."""

    name: str = "gradient_descent"
    learning_rate: Annotated[float, Meta(ge=0.0)] = 0.05
    numbers: Numbers = msgspec.field(default_factory=dict)


class ChangeSpec(msgspec.Struct, frozen=True):
    """What is changed on the way, at the state of one epoch; what is not named stays as it was."""

    epoch: Annotated[int, Meta(ge=1)]
    learning_rate: Annotated[float, Meta(ge=0.0)] | None = None
    batch_size: Count | UnsetType | None = UNSET
    frozen: tuple[str, ...] | None = None
    parameters: Numbers | None = None
    numbers: Numbers = msgspec.field(default_factory=dict)


class CompanionSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A run kept beside the current one: how it is shown, and all that decides its numbers.

    ``objective`` is None only in a file, where it means the one of the document; ``epochs_kept``
    says how far the run had come. One that is ``alongside`` goes on with the current run, epoch
    by epoch: another ball on the same curve, another entry of a race.
    """

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
    mark: Annotated[int, Meta(ge=0, lt=MAX_COMPANIONS)] = 0
    hidden: bool = False
    alongside: bool = False
    epochs_kept: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
    objective: ObjectiveSpec | None = None
    start: StartSpec = StartSpec()
    optimizer: OptimizerSpec = OptimizerSpec()
    batch_size: Count | None = None
    shuffle: bool = True
    shuffle_seed: Seed | None = None
    epochs: Count = 5
    changes: tuple[ChangeSpec, ...] = ()


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One document; ``mark`` tells its run from the companions that go alongside."""

    title: str = ""
    objective: ObjectiveSpec
    start: StartSpec = StartSpec()
    optimizer: OptimizerSpec = OptimizerSpec()
    batch_size: Count | None = None
    shuffle: bool = True
    shuffle_seed: Seed | None = None
    epochs: Count = 5
    changes: tuple[ChangeSpec, ...] = ()
    activity: str | None = None
    mark: Annotated[int, Meta(ge=0, lt=MAX_COMPANIONS)] | None = None
    companions: Annotated[tuple[CompanionSpec, ...], Meta(max_length=MAX_COMPANIONS)] = ()
