"""The web service and its page: pictures in over HTTP, Readings out as JSON."""
