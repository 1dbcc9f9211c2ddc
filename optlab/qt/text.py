"""Every visible sentence of the window goes through here, so that it can be translated."""

from PySide6.QtCore import QCoreApplication

from optlab.session.message import Message


def tr(source: str, /, **values: object) -> str:
    """Return `source` in the language of the user, with `{name}` fields filled from `values`.

    An integer called `count` also picks the plural form of the translation. The source stays a
    plain literal at the call: lupdate cannot read f-strings.
    """
    count = values.get("count", -1)
    plural = count if isinstance(count, int) else -1
    text = QCoreApplication.translate("OptLab", source, None, plural)
    return text.format(**values) if values else text


def say(message: Message) -> str:
    """Return a message of the session in the language of the user, its inner messages too."""
    values = {
        name: say(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return tr(message.template, **values)
