"""Where the databases of a bench are kept: made once for a size, a seed and a way to make them."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import make_url, text

from tests.bench import filling, loading, nouns, world
from tests.bench.world import World
from tests.fixtures.postgres import SETTINGS, EmbeddedServer, make_database
from tests.fixtures.shared import quick_place
from tracker import paths, schema
from tracker.db import Database

_MADE_BY = (filling, loading, nouns, world)


class Places:
    """Gives databases of an engine; what was made is kept in a folder, or on a server."""

    def __init__(self, folder: Path, engine: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._engine = folder, engine
        self._stack = ExitStack()
        self._server = ""

    def __enter__(self) -> Self:
        if self._engine == "postgresql":
            self._server = self._stack.enter_context(_server(self._folder))
        return self

    def __exit__(self, *_received: object) -> None:
        self._stack.close()

    @contextmanager
    def database(self, invented: World) -> Iterator[Database]:
        """A database that is filled already, or is filled now."""
        name = f"record_{invented.size}_{invented.seed}_{_digest()}"
        if self._engine == "postgresql":
            url, is_there = make_database(self._server, name), False
        else:
            file = self._folder / f"{name}.db"
            url, is_there = f"sqlite:///{file}", file.exists()
        if not is_there:
            self._make(url, invented)
        database = Database(url)
        yield database
        database.dispose()

    def _make(self, url: str, invented: World) -> None:
        """Fill it under another name first: what was broken off is not taken for whole."""
        file = make_url(url).database or ""
        made = f"{url}.part" if self._engine == "sqlite" else url
        for old in self._folder.glob(f"{Path(file).name}.part*"):
            old.unlink()
        schema.upgrade(made)
        database = Database(made)
        filling.fill(database, invented)
        if self._engine == "postgresql":
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
                one.execute(text("VACUUM ANALYZE"))
        database.dispose()
        if self._engine == "sqlite":
            shutil.move(f"{file}.part", file)


def _digest() -> str:
    """Another one whenever the tables or what fills them has changed."""
    digest = hashlib.sha256(schema.code_schema().encode())
    files = [Path(module.__file__ or "") for module in _MADE_BY]
    for file in (*files, *sorted(paths.MIGRATIONS.glob("versions/*.py"))):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    data = folder / "postgres"
    shutil.rmtree(data, ignore_errors=True)
    quick = quick_place()
    place = Path(quick) / "tracker-bench-postgres" if quick else data / "quick"
    shutil.rmtree(place, ignore_errors=True)
    for made in (data, place):
        made.mkdir(parents=True)
    server = EmbeddedServer(data, place, {**SETTINGS, "shared_buffers": "512MB"})
    server.start()
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
