"""The comparison: every rival on the same pictures, and the report of it."""
