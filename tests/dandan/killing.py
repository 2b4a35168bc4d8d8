"""Ending a process by force at a random moment of its work, again and again."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator

ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))


def moments(lasts: float, seed: int) -> Iterator[float]:
    """Seconds from the start, as many as KILL_ROUNDS says: from when the programs are read in to just after the end,
    most of them late, where the writing is."""
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        yield lasts * (0.25 + 0.8 * chance.random() ** 0.7)


def killed(process: subprocess.Popen, after: float) -> bool:
    """Ends the process by force after so many seconds; False where it was done before. Every moment is a good one, so
    nothing is waited for but time itself."""
    try:
        process.wait(timeout=after)
        return False
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        return True
    finally:
        process.communicate()


def seconds(process: subprocess.Popen) -> float:
    """How long the process took to its end, undisturbed."""
    started = time.monotonic()
    process.communicate()
    return time.monotonic() - started


def report(capsys, drill: str, vendor: str, outcomes: list[str]) -> None:
    """One line for whoever asked for many rounds."""
    if "KILL_ROUNDS" in os.environ:
        told = ", ".join(f"{outcomes.count(name)} {name}" for name in sorted(set(outcomes)))
        with capsys.disabled():
            print(f"\n{drill} on {vendor}: {len(outcomes)} rounds: {told}")  # noqa: T201
