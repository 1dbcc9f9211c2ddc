"""The loss surface in space where there is no OpenGL: the same scene, painted by the processor."""
