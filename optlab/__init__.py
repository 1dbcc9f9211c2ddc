"""OptLab: see how optimization in machine learning happens."""

__version__ = "0.1.0"
