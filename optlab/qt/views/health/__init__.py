"""The tab "Health": what ails the racers, what to try, and what everything has cost."""
