"""Health: what ails a racer at the cursor, with the numbers that say so and something to try."""
