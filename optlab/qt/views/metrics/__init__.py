"""The tab "Metrics": how good a model is, in the numbers that people ask for."""
