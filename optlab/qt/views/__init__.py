"""Views: what is drawn of a moment. They know nothing of how it came about or who else draws it."""
