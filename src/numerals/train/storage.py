"""Storage: where a study is kept: a SQLite file, or a database that several machines share.

A password in a URL is never shown: neither in what is said nor in what is written.
"""

from __future__ import annotations

import re
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from numerals.errors import MissingDriverError, MissingExtraError, UsageError

_PASSWORD = re.compile(r"(?<=://)([^:/@\s]*):(\S*)@")
_IN_QUERY = re.compile(r"([?&](?:password|sslpassword|passfile)=)[^&\s]*", re.IGNORECASE)
#: How often a trial that runs says so, in seconds; after twice as long in silence it is given up.
_HEARTBEAT_S = 30
#: Machines that begin together may both try to make the tables: the later one tries again.
_TRIES, _WAIT_S = 3, 1.0
#: What to install for the modules that SQLAlchemy may miss; which of them, it chooses.
_DRIVERS = {
    "psycopg": "psycopg[binary]",
    "psycopg2": "psycopg2-binary",
    "MySQLdb": "mysqlclient",
    "pymysql": "pymysql",
}


def load_optuna() -> Any:
    """Import Optuna, and have it keep to itself what is no error.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import optuna
    except ImportError as error:
        raise MissingExtraError("Tuning", error.name or "optuna") from error
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def hidden(text: str, url: str = "") -> str:
    """Give a text in which no URL shows its password; nor does that of `url` stand elsewhere."""
    found = _PASSWORD.search(url)
    if found and found[2]:
        for secret in {found[2], unquote(found[2])}:
            text = text.replace(secret, "***")
    return _IN_QUERY.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


def sqlite_url(path: Path) -> str:
    """Give the URL of a SQLite file."""
    return f"sqlite:///{path.resolve().as_posix()}"


def open_storage(url: str) -> Any:
    """Open a database for studies, and make its tables where there are none.

    Raises:
        MissingDriverError: What speaks with this kind of database is not installed.
        UsageError: The URL is none, or the database cannot be reached; without its password.
    """
    optuna = load_optuna()
    import sqlalchemy

    options = {"connect_args": {"timeout": 60}} if url.startswith("sqlite") else None
    for left in reversed(range(_TRIES)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # heartbeats are an experiment, says Optuna
                return optuna.storages.RDBStorage(
                    url, engine_kwargs=options, heartbeat_interval=_HEARTBEAT_S
                )
        except ImportError as error:
            missing = getattr(error.__cause__ or error, "name", None) or ""
            raise MissingDriverError(
                url.partition(":")[0], _DRIVERS.get(missing, missing)
            ) from None
        except (sqlalchemy.exc.IntegrityError, sqlalchemy.exc.ProgrammingError) as error:
            if not left:
                raise UsageError(_failure(url, error)) from None
            time.sleep(_WAIT_S)
        except (sqlalchemy.exc.SQLAlchemyError, RuntimeError, ValueError) as error:
            raise UsageError(_failure(url, error)) from None
    raise AssertionError


def _failure(url: str, error: Exception) -> str:
    lines = [line for line in hidden(str(error), url).splitlines() if line.strip()]
    reason = lines[0] if lines else type(error).__name__
    return (
        f"--storage {hidden(url)} cannot be used: {reason}. A URL is like "
        "postgresql://user:password@host/database"
    )
