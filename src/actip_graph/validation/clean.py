"""What was found clean and has not changed since need not be checked again."""

from __future__ import annotations

import os

import pyoxigraph as ox

from actip_graph import cache, resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.validation.files import Files
    from actip_graph.validation.options import Options


class Verdict:
    """Whether files of this content were found clean before, by the same program and choices.

    ``engines`` are those that found so; empty where that is not known.
    """

    def __init__(self, given: Files, options: Options) -> None:
        self.engines: tuple[str, ...] = ()
        self._name = ""
        # What depends on more than the content of the files is always checked again.
        if options.checks or options.changed_since or options.imports == "fetch":
            return
        salt = repr((ox.__version__, given, options._replace(megabytes=0)))
        code = resources.files_below(os.path.dirname(__file__), ".py")
        try:
            self._name = "clean-" + cache.content_key([*given.all(), *code], salt)
            with open(os.path.join(cache.folder(), self._name), encoding="utf-8") as file:
                self.engines = tuple(file.read().splitlines())
        except OSError:
            return

    def keep(self, engines: tuple[str, ...]) -> None:
        """Note that ``engines`` found the files clean."""

        def build(path: str) -> None:
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join(engines))

        if self._name:
            cache.entry(self._name, build)
