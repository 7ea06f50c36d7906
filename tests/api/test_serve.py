"""`keden serve`: what keeps it from serving is told, and an end is an end."""

import re
import signal
import socket
import subprocess

import pytest

from tests import founded
from tests.api import serving


@pytest.fixture
def home(tmp_path):
    founded.bare(tmp_path / "home")
    return tmp_path / "home"


def refused(*words: object, folder, **env: str) -> str:
    ran = founded.keden("serve", *words, folder=folder, **env)
    assert ran.returncode == 2
    return ran.stderr.decode()


def test_there_is_nothing_to_serve_in_an_empty_folder(tmp_path):
    assert "There is no database in" in refused("--home", "none", folder=tmp_path)


def test_a_port_that_is_taken_is_named(home, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused("--home", home, "--port", port, folder=tmp_path)
    assert f"Nothing can listen at 127.0.0.1:{port}" in said


def test_an_address_that_is_none_is_named(home, tmp_path):
    said = refused("--home", home, "--host", "no-host.invalid", folder=tmp_path)
    assert "no-host.invalid:8000" in said


@pytest.mark.parametrize("value", ["many", "5", "5/5/5", "-1/5", ""])
def test_a_limit_that_is_none_is_named(home, tmp_path, value):
    said = refused("--home", home, folder=tmp_path, KEDEN_LIMIT_READ=value)
    assert f"The setting KEDEN_LIMIT_READ cannot be '{value}'" in said


def test_threads_are_a_number(home, tmp_path):
    said = refused("--home", home, folder=tmp_path, KEDEN_THREADS="0")
    assert "KEDEN_THREADS" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(home, tmp_path, number):
    port = serving.free_port()
    command = [founded.KEDEN, "serve", "--home", home, "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=founded.environment(), stderr=subprocess.PIPE
    )
    try:
        serving.wait_until_it_answers(process, port)
    finally:
        process.send_signal(number)
        told = process.communicate(timeout=serving.LONG)[1].decode()
    assert process.returncode == 0
    assert re.fullmatch(rf"Serving at http://127.0.0.1:{port}/api/v1/ .*\n", told)


def test_an_installation_for_tests_is_set_up_and_no_other_passes_for_one(home, tmp_path):
    said = refused("--home", home, "--test", folder=tmp_path)
    assert "test.example/log, which is not one for tests" in said
    port = serving.free_port()
    command = [founded.KEDEN, "serve", "--test", "--home", "trial", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, env=founded.environment())
    try:
        serving.wait_until_it_answers(process, port)
    finally:
        process.terminate()
        process.wait(serving.LONG)
    said = refused("--home", "trial", folder=tmp_path)
    assert "keden.example/log/test, which is one for tests" in said
