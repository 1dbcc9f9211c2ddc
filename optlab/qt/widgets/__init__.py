"""Small parts of the window that know nothing of OptLab but knobs, text and theme."""
