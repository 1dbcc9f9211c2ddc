"""The tab "One step in numbers": one update of one racer taken apart."""
