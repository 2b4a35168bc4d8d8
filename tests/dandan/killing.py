"""Ending a process by force at a random moment of its work, again and again."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator

ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))


class Moments:
    """Seconds from the start, as many as KILL_ROUNDS says, at random around the moment of the commit. That moment is
    learnt as the rounds go by, for a busy computer takes now three seconds for the work and now one."""

    def __init__(self, lasts: float, seed: int):
        self._commit, self._chance = lasts * 0.8, random.Random(seed)

    def __iter__(self) -> Iterator[float]:
        for _ in range(ROUNDS):
            yield self._commit * (0.55 + 0.7 * self._chance.random())

    def learn(self, committed: bool) -> None:
        self._commit *= 0.88 if committed else 1.14


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
