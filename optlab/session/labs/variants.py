"""Per-student variants: a student id leads to one of the seeds of a lab, on every machine.

The recipe, so that it can be followed without this program: normalise the id (Unicode NFC, case
folded, white space at the ends cut off and inside reduced to single spaces, NFC again), take the
SHA-256 of the UTF-8 bytes of `optlab-seed`, the name of the lab and the id, joined by line breaks,
read its first 8 bytes as a whole number (big endian), and divide by the number of seeds: the
remainder counts in the list of seeds, from 0.
"""

from __future__ import annotations

import hashlib
import unicodedata

from optlab.session.labs.lab import Lab


def normalised(student: str) -> str:
    """The id as it is compared: `" Émile  K. "` and `"émile k."` are the same student."""
    valid = student.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    folded = unicodedata.normalize("NFC", valid).casefold()
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def seed_of(lab: Lab, lab_name: str, student: str) -> int | None:
    """The student's seed among those of the lab; None when it has none."""
    if not lab.seeds:
        return None
    text = "\n".join(("optlab-seed", lab_name, normalised(student)))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return lab.seeds[number % len(lab.seeds)]
