"""How the installers are made, one file per system; standard library only."""
