"""What bootstrap.py does, step by step; nothing here needs more than the standard library."""
