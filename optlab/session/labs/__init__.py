"""Labs: guided sheets with text, start states, predictions, checks and a report."""
