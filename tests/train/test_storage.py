"""Where studies are kept: no password is ever shown, and what is missing is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.errors import ExitCode, MissingDriverError, UsageError
from numerals.train.storage import hidden, open_storage, sqlite_url

SECRETS = st.text("abcXYZ059@:/%!$&*-_.~", min_size=4, max_size=20).map(lambda s: f"Q{s}Z")


@given(SECRETS)
def test_no_password_is_shown(secret):
    url = f"postgresql://me:{secret}@host:5432/studies"
    for text in (url, f"could not connect to {url}", f"bad password {secret}"):
        assert secret not in hidden(text, url)
    assert hidden(url) == "postgresql://me:***@host:5432/studies"


def test_what_is_no_password_stays():
    assert hidden("postgresql://me@host/studies") == "postgresql://me@host/studies"
    assert hidden("sqlite:///a/b.db") == "sqlite:///a/b.db"
    assert hidden("postgresql://h/d?password=x1y2&a=b") == "postgresql://h/d?password=***&a=b"


@pytest.mark.train
@pytest.mark.parametrize(
    "url", ["nonsense", "nosuchdatabase://me:hunter2@host/x", "sqlite:////no/such/folder/a.db"]
)
def test_what_cannot_be_used_is_said_without_the_password(url):
    pytest.importorskip("optuna")
    with pytest.raises(UsageError, match=r"--storage .* cannot be used") as error:
        open_storage(url)
    assert "hunter2" not in str(error.value)


@pytest.mark.train
def test_a_missing_driver_is_named(monkeypatch):
    optuna = pytest.importorskip("optuna")

    def without(*_, **__):
        raise ImportError("Failed to import DB access module") from ModuleNotFoundError(
            "No module named 'psycopg'", name="psycopg"
        )

    monkeypatch.setattr(optuna.storages, "RDBStorage", without)
    with pytest.raises(MissingDriverError, match=r'pip install "psycopg\[binary\]"') as error:
        open_storage("postgresql://me:hunter2@host/x")
    assert error.value.exit_code == ExitCode.MISSING_EXTRA
    assert "hunter2" not in str(error.value)


def test_a_folder_with_odd_signs_is_a_url(tmp_path):
    assert sqlite_url(tmp_path / "a b.db").startswith("sqlite:///")
