"""OptLab: see how optimization in machine learning happens."""

import os

# Before NumPy is imported: matrices are small here, and threads that wait for each other while the
# window, the training and other programs share two cores cost a forward pass thirty times its time.
for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(variable, "1")

__version__ = "0.1.0"
