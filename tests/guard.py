"""A guard against hangs. It measures nothing: machines are noisy, and a bound of minutes is met by anything that does not run away."""

from __future__ import annotations

import signal
from contextlib import contextmanager

import pytest


@contextmanager
def no_hang(seconds: int = 120):
    """Fail when the block is still running after so many seconds."""
    if not hasattr(signal, "SIGALRM"):
        yield  # Windows has no alarm; the run as a whole is bounded there
        return

    def stop(_signal, _frame):
        pytest.fail(f"still running after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
