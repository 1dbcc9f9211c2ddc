"""The proof of a lab: all that is wrong with it, said before a student meets it."""

from optlab.session.labs.proof.check import Trouble, Working, check_lab

__all__ = ["Trouble", "Working", "check_lab"]
