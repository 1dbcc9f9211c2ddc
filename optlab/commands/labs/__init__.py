"""The words after `optlab lab`, one file each."""
