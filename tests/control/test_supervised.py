"""Whoever started the service is told when it serves and when it stops."""

import os
import socket

import pytest

from tests.control.service_process import ServiceProcess
from voucher_service.serve import tell_supervisor


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(30)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield heard


@pytest.mark.slow
def test_a_supervisor_hears_of_the_start_and_the_stop(supervisor, tmp_path):
    with ServiceProcess(tmp_path / "home") as service:
        assert supervisor.recv(64) == b"READY=1"
        assert service.stop() == 0
    assert supervisor.recv(64) == b"STOPPING=1"


def test_a_supervisor_without_a_path_is_told_too(monkeypatch):
    name = f"voucher-service-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(f"\0{name}")
        heard.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        assert tell_supervisor("READY=1") is True
        assert heard.recv(64) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all"])
def test_where_nobody_listens_nothing_happens(monkeypatch, address):
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert tell_supervisor("READY=1") is False
