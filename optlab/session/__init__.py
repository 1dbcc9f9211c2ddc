"""One sitting: recording, playback, undo, files and what is said about them. No Qt."""
