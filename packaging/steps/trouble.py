"""The one kind of failure that a person is told about."""


class Trouble(Exception):
    """Setting up cannot go on; the text is one sentence that says what to do about it."""
