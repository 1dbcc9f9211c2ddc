"""A class's reports in one table: read, verified, marked anew, and compared with each other."""

from optlab.session.labs.grading.grade import ClassTable, LabTable, grade
from optlab.session.labs.grading.page import class_html
from optlab.session.labs.grading.spreadsheet import class_csv

__all__ = ["ClassTable", "LabTable", "class_csv", "class_html", "grade"]
