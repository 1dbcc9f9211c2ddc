"""The tab "Curves": the shapes of losses, activations and schedules, and where a run is on them."""
