"""The graph on its way to and from other systems."""
