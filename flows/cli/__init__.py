"""The command `hanmi`: one module a group of commands, nothing imported before it is needed."""

from flows.cli.app import main

__all__ = ["main"]
