"""The tab "Network": nodes and weights of the model, what its units see, and one weight by hand."""
