"""The panel of authors: a lab is built here step by step, beside the window it is about."""
