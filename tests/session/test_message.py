from optlab.session.message import Message


def test_a_message_reads_as_english():
    subject = Message("The loss of {name}", {"name": "Adam"})
    line = Message("{subject} falls to {now}.", {"subject": subject, "now": "0.5"})
    assert str(line) == "The loss of Adam falls to 0.5."
    assert line == Message("{subject} falls to {now}.", {"subject": subject, "now": "0.5"})
