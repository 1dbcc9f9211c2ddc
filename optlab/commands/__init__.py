"""The commands of the command line, one file each; none imports Qt before it needs it."""
