"""(provisoire) un serveur MariaDB à soi."""

import os, uuid
import pytest
from config import Settings


@pytest.fixture
def mariadb():
    if not os.environ.get("TEST_MARIADB_URL"):
        pytest.skip("x")
    import mysql.connector

    nom = f"essai_{uuid.uuid4().hex[:8]}"
    c = mysql.connector.connect(host="127.0.0.1", user="root", use_pure=True)
    c.cursor().execute(f"create database {nom} character set utf8mb4 collate utf8mb4_unicode_ci")
    yield Settings(db_host="127.0.0.1", db_name=nom)
    c.cursor().execute(f"drop database {nom}")
    c.close()


@pytest.fixture
def unused_tcp_port() -> int:
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
