"""What the steps of a lab must agree on."""

from __future__ import annotations

from optlab.session.labs.lab import Lab
from optlab.session.labs.proof.complaint import Complaint, Complaints
from optlab.session.labs.reading import owner_of


def whole_complaints(lab: Lab) -> Complaints:
    """What is wrong with a lab beyond any single step."""
    varied = [place for place, step in enumerate(lab.steps) if step.varied]
    if varied and not lab.seeds:
        yield Complaint(
            f"steps[{varied[0]}].varied",
            "The step is varied, but the lab has no seeds to vary it with.",
            "List some at the top, such as seeds = [3, 7, 12].",
        )
    if lab.seeds and not varied:
        yield Complaint(
            "seeds", "There are seeds, but no step is varied.", "Write varied = true in a step."
        )
    if len(set(lab.seeds)) < len(lab.seeds):
        yield Complaint("seeds", "A seed is listed twice.", "List every seed once.")
    for place, step in enumerate(lab.steps):
        owner = owner_of(lab, place)
        if owner is not None and owner != place and lab.steps[owner].varied != step.varied:
            said = "varied" if lab.steps[owner].varied else "not varied"
            yield Complaint(
                f"steps[{place}]",
                f"The step goes on with the run of step {owner + 1}, which is {said}.",
                f"Write varied = {str(lab.steps[owner].varied).lower()} here too.",
            )
