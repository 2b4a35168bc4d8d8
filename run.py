#!/usr/bin/env python3
"""One command from a bare Python to a running product. Standard library only.

    python3 run.py                   install, prepare the demo register, serve it on this computer
    python3 run.py test [pytest …]   install what the tests need and run the whole suite
    python3 run.py bench [--rows N]  measure, print ratios, assert nothing

What was done once is not done again: a stamp in .venv holds the hash of the locked packages, and
`manage.py prepare_demo` looks at the database before it touches it.
"""

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


class Stopped(Exception):
    """The work cannot go on; the text tells the person what to do."""


def say(vietnamese: str, english: str = "") -> None:
    print(f"» {vietnamese}" + (f"\n  ({english})" if english else ""), flush=True)


# --- the private Python environment ---------------------------------------------------------------------------


def works(*command: object) -> bool:
    try:
        return (
            subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def make_environment() -> None:
    """Leave a .venv that has a working pip, mending one that was left half made."""
    if PYTHON.exists() and works(PYTHON, "-m", "pip", "--version"):
        return
    if VENV.exists():
        say("Môi trường .venv dở dang, đang làm lại.", "the .venv is half made: making it again")
        shutil.rmtree(VENV)
    if not works(sys.executable, "-c", "import ensurepip, venv"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Stopped(
            "Máy này chưa có phần tạo môi trường Python. Hãy chạy lệnh sau rồi chạy lại:\n"
            f"    sudo apt-get install -y python3-venv    # hoặc / or: python{version}-venv\n"
            "  (this Python cannot make a virtual environment; run the line above, then this command again)"
        )
    say("Tạo môi trường riêng .venv …", "making the private environment")
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Stopped(f"Không tạo được .venv (could not make .venv):\n{made.stdout}{made.stderr}")


def install(lock: str) -> None:
    """Install the locked packages of one file, unless its stamp says that they are in place already."""
    wanted = f"{sys.version} {lock} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"
    stamp = VENV / f"{lock}.installed"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    make_environment()
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", str(ROOT / lock)]
    wheels = ROOT / "wheels"
    if wheels.is_dir():
        say("Cài đặt từ thư mục wheels/ (không cần mạng) …", "installing from the wheels/ folder, offline")
        command += ["--no-index", "--find-links", str(wheels)]
    else:
        say("Cài đặt các gói cần thiết …", "installing packages, once")
    if subprocess.run(command, check=False).returncode:
        raise Stopped(
            "Cài đặt không xong. Kiểm tra mạng, hoặc đặt các gói vào thư mục wheels/ rồi chạy lại.\n"
            '  (installing failed: check the network, or put the packages into a wheels/ folder; README, "Offline")'
        )
    stamp.write_text(wanted)


def python(*arguments: object, environment: dict[str, str]) -> int:
    """The exit status of the private Python with these arguments, run in the project's folder."""
    command = [str(PYTHON), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def local_environment() -> dict[str, str]:
    """This shell's variables, with the product told that it runs on a person's own computer, with no collected statics."""
    return {"LOCAL": "1", "STATIC_ROOT": "", "PYTHONUTF8": "1"} | os.environ


# --- serve ----------------------------------------------------------------------------------------------------


def free_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stopped(f"PORT={text} không phải là số cổng. (PORT is not a port number)")
    with socket.socket() as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            example = "set PORT=8080 && py run.py" if WINDOWS else "PORT=8080 python3 run.py"
            raise Stopped(
                f"Không mở được cổng {text} ({error.strerror}). Chọn cổng khác, ví dụ: {example}\n"
                "  (the port is taken or not allowed; choose another)"
            ) from error
    return int(text)


def serve() -> int:
    port = free_port()
    install("requirements.lock")
    environment = local_environment()
    status = python("manage.py", "prepare_demo", "--port", port, environment=environment)
    if status:
        return status
    address = f"127.0.0.1:{port}"
    if WINDOWS:
        return python("-m", "waitress", f"--listen={address}", "--threads=4", "dandan.wsgi:application",
                      environment=environment)  # fmt: skip
    command = [str(PYTHON), "-m", "gunicorn", "dandan.wsgi", f"--bind={address}", "--worker-class=gthread",
               "--workers=2", "--threads=4", "--timeout=300", "--log-level=warning"]  # fmt: skip
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(command[0], command, environment)


# --- test -----------------------------------------------------------------------------------------------------


def find_browser() -> str | None:
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, BROWSERS)), None)


def install_browser() -> str | None:
    """The path of a Chromium, from Debian's packages where it is missing; None where that cannot be."""
    browser = find_browser()
    if browser or not shutil.which("apt-get") or os.geteuid() != 0:
        return browser
    say("Cài trình duyệt Chromium cho các phép thử …", "installing Debian's Chromium for the browser tests")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        if subprocess.run(["apt-get", *step], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
    return find_browser()


def test(arguments: list[str]) -> int:
    install("requirements-dev.lock")
    environment = local_environment()
    browser = install_browser()
    if browser:
        environment["CHROMIUM"] = browser
    else:
        say(
            "Không có Chromium: BỎ QUA các phép thử trên trình duyệt. Cài: sudo apt-get install -y chromium",
            "no Chromium here: the browser tests are SKIPPED; install it with the line above",
        )
    chosen = any(part.startswith(("-n", "--numprocesses", "-p")) for part in arguments)
    workers = [] if chosen else ["-n", str(max(2, os.cpu_count() or 2))]
    return python("-m", "pytest", *workers, *arguments, environment=environment)


# --- the command line -----------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="?", choices=["serve", "test", "bench"], default="serve")
    parser.epilog = "PORT=8080 python3 run.py · DATABASE_URL=postgres://user@host/name python3 run.py test"
    if sys.version_info < OLDEST_PYTHON:
        raise Stopped("Cần Python 3.11 trở lên. (Python 3.11 or newer is needed)")
    own = arguments if arguments[:1] not in (["test"], ["bench"]) else arguments[:1]
    command = parser.parse_args(own).command
    if command == "test":
        return test(arguments[1:])
    if command == "bench":
        install("requirements.lock")
        return python("-m", "bench", *arguments[1:], environment=local_environment())
    return serve()


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except Stopped as stopped:
        print(f"✗ {stopped}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
