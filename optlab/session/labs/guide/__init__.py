"""The teacher's guide to a lab: what it is about, and what is right."""

from optlab.session.labs.guide.guide import Guide, guide_of
from optlab.session.labs.guide.lines import guide_lines
from optlab.session.labs.guide.page import guide_html

__all__ = ["Guide", "guide_html", "guide_lines", "guide_of"]
