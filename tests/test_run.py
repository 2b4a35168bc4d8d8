"""run.py on machines that lack something: it says what to do, mends what was left half made, and repeats nothing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout with one package to install and a record of what run.py would have started."""
    started: list[list[str]] = []
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv/bin/python")
    (tmp_path / "requirements.lock").write_text("django==5.2.19 --hash=sha256:0\n")

    def start(command, **options):
        started.append([str(part) for part in command])
        if "venv" in command:
            (tmp_path / ".venv/bin").mkdir(parents=True)
            (tmp_path / ".venv/bin/python").touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(run.subprocess, "run", start)
    return tmp_path, started


def test_a_python_without_venv_is_told_the_line_that_mends_it(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv/bin/python")
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(run.Stopped, match="apt-get install -y python3-venv"):
        run.make_environment()
    assert not (tmp_path / ".venv").exists()


def test_a_half_made_environment_is_made_again(checkout, monkeypatch):
    folder, started = checkout
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/leftover").touch()
    run.install("requirements.lock")
    assert not (folder / ".venv/bin/leftover").exists()
    assert any(command[1:3] == ["-m", "venv"] for command in started)


def test_what_is_installed_is_not_installed_again_until_the_lock_changes(checkout):
    folder, started = checkout
    run.install("requirements.lock")
    done = len(started)
    run.install("requirements.lock")
    assert len(started) == done
    (folder / "requirements.lock").write_text("django==5.2.20 --hash=sha256:0\n")
    run.install("requirements.lock")
    assert started[-1][-2:] == ["-r", str(folder / "requirements.lock")]


def test_a_wheels_folder_is_used_instead_of_an_index(checkout):
    folder, started = checkout
    (folder / "wheels").mkdir()
    run.install("requirements.lock")
    assert started[-1][-3:] == ["--no-index", "--find-links", str(folder / "wheels")]


def test_a_taken_port_is_said_before_anything_is_installed(monkeypatch):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        monkeypatch.setenv("PORT", str(holder.getsockname()[1]))
        with pytest.raises(run.Stopped, match="Chọn cổng khác"):
            run.free_port()


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1"])
def test_what_is_not_a_port_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(run.Stopped, match="không phải là số cổng"):
        run.free_port()


def test_help_needs_nothing_installed():
    path = Path(run.__file__)
    told = subprocess.run(
        [sys.executable, "-S", "-I", str(path), "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    assert "python3 run.py test" in told.stdout
