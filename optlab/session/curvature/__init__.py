"""How the ground bends along the way of a racer, and what that means for its learning rate."""
