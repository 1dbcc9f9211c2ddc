"""How a report looks: one sheet for browsers, for their printers, and for QTextDocument.

QTextDocument knows a part of CSS 2: no boxes but table cells, sizes in points. What it does not
know stands below `@media screen`.
"""

SHEET = """
body { font-family: Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 9.5pt;
  color: #1b1f24; background-color: #ffffff; }
h1 { font-size: 20pt; font-weight: 600; margin: 2px 0 10px 0; }
h2 { font-size: 13pt; font-weight: 600; margin: 28px 0 2px 0; }
h3 { font-size: 9.5pt; font-weight: 600; color: #5b6470; margin: 14px 0 3px 0; }
b, strong, th { font-weight: 600; }
p { margin: 3px 0; }
ul, ol { margin: 3px 0; }
table { border-collapse: collapse; }
.kicker { color: #2f5dd0; font-weight: 600; }
.muted, .label { color: #5b6470; }
.label { padding: 3px 14px 3px 0; white-space: nowrap; }
.value { padding: 3px 0; }
.good { color: #1b7f4b; font-weight: 600; }
.bad { color: #b3261e; font-weight: 600; }
.mono { font-family: "DejaVu Sans Mono", Consolas, Menlo, monospace; font-size: 7.5pt; }
.meta { color: #5b6470; margin: 0 0 6px 0; }
.sign { padding: 5px 0; }
.ask { padding: 5px 0; }
.ask p { margin: 2px 0 5px 0; }
.said p { margin: 0; }
.facts { margin-top: 10px; }
.picture { margin: 12px 0; }
.said { background-color: #f3f5f8; padding: 6px 10px; }
.grid td, .grid th { padding: 4px 12px 4px 0; border-bottom: 1px solid #d8dde4; }
.grid th { color: #5b6470; font-weight: 600; }
.grid .number { text-align: right; }
.caption { color: #5b6470; }
@media screen {
  body { max-width: 46em; margin: 2.5em auto; padding: 0 1.5em; font-size: 16px;
    line-height: 1.5; }
  h1 { font-size: 2em; line-height: 1.2; }
  h2 { font-size: 1.3em; margin-top: 2em; padding-top: 1em; border-top: 1px solid #d8dde4; }
  h3 { font-size: 1em; }
  .mono { font-size: 0.75em; overflow-wrap: anywhere; }
  .said { border-radius: 6px; }
  img { max-width: 100%; height: auto; }
}
@media print {
  h2, h3 { page-break-after: avoid; }
  tr, img, table { page-break-inside: avoid; }
}
@page { size: A4; margin: 18mm 18mm 20mm 18mm; }
"""
