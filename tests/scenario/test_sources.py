"""Where rows come from: every source of data, classes as numbers, and what is refused."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from gdsim.engine.datasets import Dataset
from gdsim.engine.losses import LOSSES
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.sources import catalogue, dataset_names, load
from gdsim.scenario.spec import DatasetSpec

Columns = Mapping[str, tuple[float, ...]]


def inline(
    columns: Columns,
    inputs: tuple[str, ...] | None = None,
    targets: tuple[str, ...] | None = None,
) -> DatasetSpec:
    return DatasetSpec(source="inline", columns=dict(columns), inputs=inputs, targets=targets)


def loaded(spec: DatasetSpec, loss: str = "mse", folder: Path | None = None) -> Dataset:
    return load(spec, LOSSES[loss], folder)


def refusal(spec: DatasetSpec, loss: str = "mse", folder: Path | None = None) -> str:
    with pytest.raises(ScenarioError) as refused:
        load(spec, LOSSES[loss], folder)
    message = str(refused.value)
    assert message.isprintable()
    return message


# Sources


@pytest.mark.parametrize("name", ["houses", "houses_ames", "houses_windsor", "stopping_distance"])
def test_a_builtin_set_predicts_its_last_column_from_the_others(name: str) -> None:
    dataset = loaded(DatasetSpec(name=name))
    assert len(dataset.target_names) == 1
    assert len(dataset.inputs) > 40
    assert np.isfinite(dataset.inputs).all()
    assert not set(dataset.target_names) & set(dataset.input_names)


def test_every_builtin_set_says_where_it_comes_from() -> None:
    assert set(catalogue()) < set(dataset_names())
    for entry in catalogue().values():
        assert entry["title"]
        assert entry["source"]


def test_a_generated_set_hangs_on_its_seed_and_size() -> None:
    spec = DatasetSpec(source="generated", name="sine", n=7, noise=0.2, seed=4)
    again = DatasetSpec(source="generated", name="sine", n=7, noise=0.2, seed=4)
    other = DatasetSpec(source="generated", name="sine", n=7, noise=0.2, seed=5)
    assert np.array_equal(loaded(spec).targets, loaded(again).targets)
    assert not np.array_equal(loaded(spec).targets, loaded(other).targets)
    assert loaded(spec).input_names == ("x",)


def test_columns_of_a_generated_set_can_be_chosen() -> None:
    spec = DatasetSpec(source="generated", name="xor", n=8, inputs=("x2",), targets=("x1",))
    dataset = loaded(spec)
    assert (dataset.input_names, dataset.target_names) == (("x2",), ("x1",))


def test_columns_keep_the_order_in_which_they_are_named() -> None:
    dataset = loaded(
        inline({"a": (1.0, 2.0), "b": (3.0, 4.0), "c": (5.0, 6.0)}, ("c", "a"), ("b",))
    )
    assert dataset.inputs.tolist() == [[5.0, 1.0], [6.0, 2.0]]
    assert dataset.targets.tolist() == [[3.0], [4.0]]


# Classes


def test_one_column_of_classes_becomes_a_column_for_each_class() -> None:
    measures = ("year",)
    dataset = loaded(
        DatasetSpec(name="penguins", inputs=measures, targets=("species",)), "cross_entropy"
    )
    assert dataset.target_names == ("species=Adelie", "species=Chinstrap", "species=Gentoo")
    assert dataset.targets.sum(axis=0).tolist() == [152, 68, 124]
    assert dataset.targets.sum(axis=1).tolist() == [1.0] * 344


def test_numbers_are_classes_too() -> None:
    dataset = loaded(inline({"x": (1.0, 2.0, 3.0), "y": (7.0, -0.5, 7.0)}), "cross_entropy")
    assert dataset.target_names == ("y=-0.5", "y=7")
    assert dataset.targets.tolist() == [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]


def test_two_classes_by_name_become_0_and_1(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,side\n1,right\n2,left\n3,right\n")
    spec = DatasetSpec(source="file", path="a.csv", targets=("side",))
    dataset = loaded(spec, "binary_cross_entropy", tmp_path)
    assert dataset.target_names == ("side=right",)
    assert dataset.targets[:, 0].tolist() == [1.0, 0.0, 1.0]


def test_probabilities_are_taken_as_they_are() -> None:
    dataset = loaded(inline({"x": (1.0, 2.0), "y": (0.25, 1.0)}), "binary_cross_entropy")
    assert dataset.targets[:, 0].tolist() == [0.25, 1.0]
    shares = {"x": (1.0, 2.0), "p": (0.25, 1.0), "q": (0.75, 0.0)}
    both = loaded(inline(shares, ("x",), ("p", "q")), "cross_entropy")
    assert both.targets.tolist() == [[0.25, 0.75], [1.0, 0.0]]


@pytest.mark.parametrize(
    ("spec", "loss", "expected"),
    [
        (
            DatasetSpec(name="penguins", inputs=("year",), targets=("species",)),
            "binary_cross_entropy",
            'The column "species" has 3 classes where the loss binary_cross_entropy wants 2; '
            "choose the loss cross_entropy, or another column.",
        ),
        (
            DatasetSpec(name="penguins", inputs=("year",), targets=("sex",)),
            "cross_entropy",
            'The column "sex" has a gap in row 4; '
            "fill it in, delete the row, or choose another column.",
        ),
        (
            inline({"x": (1.0, 2.0), "y": (1.0, 2.0)}),
            "binary_cross_entropy",
            'The column "y" holds numbers beyond 0 and 1, which this loss cannot take; '
            "choose the loss mse, or another column.",
        ),
        (
            inline({"x": tuple(map(float, range(21))), "y": tuple(map(float, range(21)))}),
            "cross_entropy",
            'The column "y" has 21 different values, and 20 classes are the most; '
            "choose the loss mse, or another column.",
        ),
        (
            inline({"x": (1.0, 2.0), "p": (0.5, 2.0), "q": (0.5, 0.0)}, ("x",), ("p", "q")),
            "cross_entropy",
            'The column "p" holds numbers beyond 0 and 1, which this loss cannot take; '
            "choose the loss mse, or another column.",
        ),
    ],
)
def test_what_are_no_classes_is_refused(spec: DatasetSpec, loss: str, expected: str) -> None:
    assert refusal(spec, loss) == expected


# What is refused


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (DatasetSpec(name="huoses"), 'There is no data set "huoses". Did you mean "houses"?'),
        (DatasetSpec(), "dataset.name is missing; name a data set."),
        (
            DatasetSpec(source="generated", name="cosine"),
            'There is no generated data set "cosine". Did you mean "sine"?',
        ),
        (
            DatasetSpec(source="web"),
            'dataset.source "web" is not known; write builtin, file, inline or generated.',
        ),
        (
            DatasetSpec(source="inline"),
            "dataset.columns is missing; give each column a list of numbers.",
        ),
        (inline({"x": (), "y": ()}), "dataset.columns has no rows; give each column numbers."),
        (
            inline({"x": (1.0,), "y": (1.0, 2.0)}),
            "dataset.columns has lists of 1 and of 2 numbers; make them equal.",
        ),
        (
            inline({"x": (1.0, 2.0)}),
            "The data need an input column and a target column of numbers; add the missing one.",
        ),
        (
            inline({"x": (1.0,), "y": (1.0,)}, ("x", "y"), ("y",)),
            'The column "y" is named twice among inputs and targets; name it once.',
        ),
        (
            inline({"x": (1e101,), "y": (1.0,)}),
            'The column "x" holds numbers beyond 1e100; use larger units.',
        ),
        (
            DatasetSpec(source="file", path="a.csv"),
            "The data file a.csv lies beside a scenario that has no place yet; save it first.",
        ),
        (
            DatasetSpec(source="file"),
            "dataset.path is missing; name a CSV file beside the scenario.",
        ),
    ],
)
def test_what_is_no_data_is_refused_with_its_cure(spec: DatasetSpec, expected: str) -> None:
    assert refusal(spec) == expected


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_a_column_that_is_not_there_is_named_with_the_nearest(loss: str) -> None:
    message = refusal(DatasetSpec(name="houses", targets=("price",)), loss)
    assert 'has no column "price"' in message
    assert message.endswith('Did you mean "price_usd"?')


def test_a_gap_and_a_text_are_told_with_their_line() -> None:
    gap = refusal(DatasetSpec(name="penguins", inputs=("body_mass_g",), targets=("year",)))
    assert 'line 5: column "body_mass_g" has a gap' in gap
    text = refusal(DatasetSpec(name="penguins", inputs=("island",), targets=("year",)))
    assert 'line 2: "Torgersen" in column "island" is not a number' in text


@pytest.mark.parametrize("path", ["/etc/hostname", "../a.csv", "b/../../a.csv", "link/a.csv"])
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    folder = tmp_path / "inner"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    assert refusal(DatasetSpec(source="file", path=path), folder=folder) == (
        f"dataset.path {path} leads out of the scenario's folder; move the file into it."
    )


def test_what_is_no_data_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "ring.csv").symlink_to("ring.csv")
    for path, expected in [
        (".", "is a folder"),
        ("pipe.csv", "is a pipe or a device"),
        ("missing.csv", "There is no file"),
        ("ring.csv", "leads nowhere|cannot be read"),
        ("a\0b", "leads nowhere"),
        ("n" * 5000, "cannot be read"),
        ("\ud800", "leads nowhere|cannot be the name of a file"),
    ]:
        assert re.search(expected, refusal(DatasetSpec(source="file", path=path), folder=tmp_path))
