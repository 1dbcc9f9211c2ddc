"""From tokens to Qt: the QPalette for what Fusion draws and one style sheet for the rest.

Radius 8 for panels, 6 for controls, 1 px borders, rows of 28 px (`$px28`: in larger words higher),
one accent. Parts that need more
than boxes (sliders, chips, tabs, arrows) paint themselves from the same tokens in `widgets`.
"""

from string import Template

from PySide6.QtGui import QColor, QPalette

from optlab.qt.theme.palette import Palette

_SHEET = Template("""
QMainWindow, QDialog { background: $background; }
QToolTip { background: $panel; color: $text; border: 1px solid $border; padding: 6px 8px; }

QPushButton, QToolButton { background: $field; color: $text; border: 1px solid $border;
    border-radius: 6px; padding: 0 11px; }
QPushButton { min-height: $px28; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $track; }
QPushButton:checked, QToolButton:checked { background: $accent_background; color: $accent;
    border-color: $accent; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $background; }
QToolButton[quiet="true"] { background: transparent; border-color: transparent; padding: 0;
    min-height: $px22; max-height: $px22; min-width: $px22; max-width: $px22; }
QToolButton[quiet="true"]:hover { background: $hover; }
QToolButton[quiet="true"]:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QComboBox, QPlainTextEdit, QTextEdit { background: $field; color: $text;
    border: 1px solid $border; border-radius: 6px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit, QComboBox { padding: 0 6px; min-height: $px24; max-height: $px24; }
QLineEdit[narrow="true"] { padding: 0 4px; }
QLineEdit:hover, QComboBox:hover { border-color: $muted; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $background; }
QComboBox { combobox-popup: 0; padding: 0; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $border; outline: 0;
    padding: 4px; }
QComboBox QAbstractItemView::item { min-height: $px26; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $accent_background; color: $accent; }

QMenuBar { background: $panel; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $accent_background; color: $accent; }
QMenu { background: $panel; border: 1px solid $border; padding: 4px; }
QMenu::item { min-height: $px26; padding: 0 24px 0 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_background; color: $accent; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon, QMenu::indicator { padding-left: 8px; }

QScrollArea, QScrollArea > QWidget > QWidget#content { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 2px 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0 2px; }
QScrollBar::handle { background: $track; border-radius: 3px; margin: 0 1px; }
QScrollBar::handle:vertical { min-height: $px32; }
QScrollBar::handle:horizontal { min-width: $px32; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: transparent; }
QHeaderView::section { background: $panel; color: $muted; border: 0; padding: 4px 8px; }
QTableView, QListView, QTreeView { background: transparent; border: 0; outline: 0;
    gridline-color: $grid; selection-background-color: $accent_background;
    selection-color: $text; }

Pane, TabbedPane { background: $panel; border: 1px solid $border; border-radius: 8px; }
Notice { background: $panel; border: 1px solid $border; border-radius: 6px; }
QFrame[card="plain"] { background: $background; border: 1px solid $border; border-radius: 8px; }
QFrame[card="accent"] { background: $accent_background; border: 1px solid $accent;
    border-radius: 8px; }
QFrame[card="good"] { background: $panel; border: 1px solid $good; border-radius: 8px; }
QFrame[card] QHeaderView, QFrame[card] QHeaderView::section { background: transparent; }
QTextEdit[role="words"] { background: transparent; border: 0; border-radius: 0; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="label"] { color: $muted; font-size: $px12; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="group"] { color: $muted; font-size: $px12; font-weight: 600; }
QLabel[role="product"] { font-size: $px15; font-weight: 600; }
QLabel[role="formula"] { font-size: $px16; }
QFrame[role="rule"] { background: $border; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="bar"] { background: $panel; border: 0; }
""")


def sheet(palette: Palette) -> str:
    """Return the style sheet of the whole program in the colours and measures of `palette`."""
    names = {name: getattr(palette, name) for name in palette.__dataclass_fields__}
    measures = {f"px{size}": f"{round(size * palette.text_scale)}px" for size in range(100)}
    return _SHEET.substitute(names | measures)


def qt_palette(palette: Palette) -> QPalette:
    """Return the same tokens as a QPalette, for everything that Fusion paints by itself."""
    group, made = QPalette.ColorRole, QPalette()
    for role, colour in (
        (group.Window, palette.background),
        (group.WindowText, palette.text),
        (group.Base, palette.panel),
        (group.AlternateBase, palette.background),
        (group.Text, palette.text),
        (group.PlaceholderText, palette.muted),
        (group.Button, palette.field),
        (group.ButtonText, palette.text),
        (group.BrightText, palette.danger),
        (group.Highlight, palette.accent),
        (group.Accent, palette.accent),
        (group.HighlightedText, palette.on_accent),
        (group.Link, palette.accent),
        (group.LinkVisited, palette.accent),
        (group.ToolTipBase, palette.panel),
        (group.ToolTipText, palette.text),
        (group.Light, palette.field),
        (group.Midlight, palette.track),
        (group.Mid, palette.border),
        (group.Dark, palette.border),
        (group.Shadow, palette.border),
    ):
        made.setColor(role, QColor(colour))
    for role in (group.WindowText, group.Text, group.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.muted))
    return made
