"""The loss surface in OpenGL. Import it when it is wanted: OpenGL takes its time."""
