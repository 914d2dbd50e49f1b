"""A container engine for the test of the Dockerfile: docker where a daemon answers, else buildah, which needs none.

Without a daemon there is usually no registry to pull from either, so the base image is made here, from the packages of Debian.
Everything lives in the folder of the test and goes with it.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Missing(Exception):
    """No engine can work here; the message says why."""


def engine(folder: Path) -> Docker | Buildah:
    """The engine of this machine; raises `Missing`."""
    if shutil.which("docker") and not subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        return Docker()
    absent = [name for name in ("buildah", "debootstrap") if shutil.which(name) is None]
    if absent:
        raise Missing(f"no docker daemon answers, and {' and '.join(absent)} is not installed")
    if os.getuid() != 0:
        raise Missing("no docker daemon answers, and buildah works as root only")
    return Buildah(folder)


class Docker:
    """A daemon."""

    def build(self, context: Path) -> None:
        """Build the image of a Dockerfile."""
        _run(["docker", "build", "-q", "-t", "termbase-test", str(context)])

    def run(self, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the image on a project, as the page says."""
        command = ["docker", "run", "--rm", "-v", f"{project}:/project", "termbase-test", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def close(self) -> None:
        """Remove the image."""
        subprocess.run(["docker", "image", "rm", "-f", "termbase-test"], capture_output=True, check=False)


class Buildah:
    """Images as folders, builds under chroot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.command = [
            "buildah", "--storage-driver", "vfs", "--root", str(folder / "storage"), "--runroot", str(folder / "state"),
        ]  # fmt: skip

    def build(self, context: Path) -> None:
        """Build the image of a Dockerfile on a base made here; the index of packages is that of this machine."""
        base = self._base()
        settings = pip_settings()
        (self.folder / "pip.conf").write_text(
            "\n".join(["[global]", *(f"{name} = {value}" for name, value in settings.items()), ""]), encoding="utf-8"
        )
        volumes = [f"--volume={self.folder / 'pip.conf'}:/etc/pip.conf:ro"]
        volumes += [f"--volume={path}:{path}:ro" for path in local_paths(settings.values())]
        _run(
            [
                *self.command, "bud", "--isolation", "chroot", "--build-arg", f"BASE={base}", "--build-arg", f"BUILD={base}", *volumes,
                "--tag", "termbase-test", str(context),
            ]
        )  # fmt: skip

    def run(self, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the image's entry point on a project, as its user and in its folder."""
        container = self._output("from", "termbase-test")
        inspected = json.loads(self._output("inspect", "--type", "image", "termbase-test"))
        entry = inspected["OCIv1"]["config"]["Entrypoint"]
        command = [
            *self.command, "run", "--isolation", "chroot", "--volume", f"{project}:/project", container, "--",
            *entry, *arguments,
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def close(self) -> None:
        """Remove containers, images and everything else in the folder."""
        for arguments in (["rm", "--all"], ["rmi", "--all", "--force"]):
            subprocess.run([*self.command, *arguments], capture_output=True, check=False)
        shutil.rmtree(self.folder)

    def _base(self) -> str:
        """An image with Python where `python` and `pip` find it, as in the image of python.org."""
        root = self.folder / "base"
        _run(
            ["debootstrap", "--variant=minbase", "--include=python3,python3-venv,python3-pip", "bookworm", str(root)],
            reason="debootstrap cannot reach a mirror of Debian",
        )
        (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
        for marker in root.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
            marker.unlink()
        container = self._output("from", "scratch")
        self._output("add", container, str(root), "/")
        self._output("commit", "--rm", container, "termbase-base")
        shutil.rmtree(root)
        return "localhost/termbase-base"

    def _output(self, *arguments: str) -> str:
        return _run([*self.command, *arguments])


def pip_settings() -> dict[str, str]:
    """What pip is told on this machine, by files and by the environment, the environment last."""
    listed = _run([sys.executable, "-m", "pip", "config", "list"])
    found = [re.fullmatch(r"([\w:-]+)\.([\w-]+)=(.*)", line) for line in listed.splitlines()]
    pairs = [(item[1], item[2], " ".join(ast.literal_eval(item[3]).split())) for item in found if item]
    pairs.sort(key=lambda item: item[0] == ":env:")
    return {name: value for section, name, value in pairs if section in ("global", ":env:")}


def local_paths(values: Iterable[str]) -> list[str]:
    """Files and folders of this machine that settings name, by path or by file URL.

    The pages of an index in a folder link to packages beside it, so the folder around it is taken.
    """
    words = [word for value in values for word in value.split()]
    named = {word for word in words if word.startswith("/")}
    indexes = {str(Path(word.removeprefix("file://")).parent) for word in words if word.startswith("file:///")}
    return sorted(path for path in named | indexes - {"/"} if Path(path).exists())


def _run(command: list[str], *, reason: str = "") -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode and reason:
        raise Missing(f"{reason}: {(result.stderr or result.stdout).strip()[-300:]}")
    assert not result.returncode, f"{' '.join(command)}\n{result.stdout[-2000:]}\n{result.stderr[-4000:]}"
    return result.stdout.strip()
