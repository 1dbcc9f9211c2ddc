"""The panel of labs: the list, the cover of one, its sheet step by step, and the end of it."""
