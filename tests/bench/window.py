"""The window at work: does it stay fluent, how soon is a change on the screen."""

from collections.abc import Iterator

from tests.bench.children import Failed, ask, missing
from tests.bench.measure import Row, at_least, at_most

CHILD = "tests.bench.sitting"


def rows() -> Iterator[Row]:
    """Ticks beside a flat-out engine, the upload of a surface, the painter, and an edit."""
    yield from ticks("tick", "GUI tick, engine flat out, nothing painted", 25.0)
    yield from ticks("playing", "GUI tick, whole window playing, OpenGL of this computer", None)
    try:
        answer = ask(CHILD, "upload")
        what = "surface upload at {0}x{0}, CPU"
        yield at_most(what.format(101), answer["upload 101"], 3.0, "ms")
        yield Row(what.format(201), f"{answer['upload 201']:.2g} ms")
        yield Row("relief of a surface at 101x101", f"{answer['relief 101']:.2g} ms")
    except Failed as failure:
        yield missing("surface upload at 101x101, CPU", failure, "3 ms")
    try:
        answer = ask(CHILD, "painter")
        for size, budget in ((49, 15.0), (129, None)):
            for pane in ("505x360", "1000x600"):
                what = f"painter without OpenGL, pictures a second, {size}x{size} in {pane}"
                figure = answer[f"{size} {pane}"]
                yield at_least(what, figure, budget, "") if budget else Row(what, f"{figure:.3g}")
        what = "  a picture of it in which only marbles move, 129x129 in 505x360"
        yield Row(what, f"{answer['still 129 505x360']:.3g} ms")
    except Failed as failure:
        yield missing("painter without OpenGL, pictures a second", failure, "15")
    try:
        answer = ask(CHILD, "edit")
        yield at_most("an edited knob until the first new picture", answer["median"], 100.0, "ms")
        yield Row("  the slowest of the edits", f"{answer['slowest']:.3g} ms")
    except Failed as failure:
        yield missing("an edited knob until the first new picture", failure, "100 ms")


def ticks(case: str, what: str, budget: float | None) -> Iterator[Row]:
    """Median and 99th percentile of the time between two ticks of a 16 ms timer."""
    try:
        answer = ask(CHILD, case)
    except Failed as failure:
        yield missing(what, failure, "" if budget is None else f"{budget:g} ms")
        return
    note = f" (median {answer['p50']:.3g} ms)"
    if budget is None:
        yield Row(f"{what}, p99", f"{answer['p99']:.3g} ms{note}")
    else:
        yield at_most(f"{what}, p99", answer["p99"], budget, "ms", note)
