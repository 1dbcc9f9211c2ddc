"""The loss surface in OpenGL. Nothing here is imported before it is wanted: OpenGL takes its time."""
