"""Crew: processes that read beside each other, because Python's threads wait for each other."""
