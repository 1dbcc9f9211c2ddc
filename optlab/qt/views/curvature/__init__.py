"""The tab "Curvature": how the ground bends, and what that means for the learning rate."""
