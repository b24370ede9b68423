"""What is loaded: mapping files, the build, the engine."""

from data.frames import Tables, load

__all__ = ["Tables", "load"]
