"""What is predicted before it is watched: a curve drawn by hand, a place marked on the surface."""
