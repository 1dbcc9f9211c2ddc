"""What every picture of the surface in space has in common, whoever draws it. No OpenGL here."""
