"""The baseline: findings that were there before, so that only new ones count.

A baseline is a JSON file to commit. Its entries are fingerprints, with rule, path and message beside them for the reader of the diff.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from termbase.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from termbase.model import Finding


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings by fingerprint; one that occurs twice is known twice."""

    known: Counter[str]
    """How often each fingerprint is known."""

    @classmethod
    def parse(cls, text: str, path: str) -> Baseline:
        """The baseline of a JSON text; `path` is for messages. Raises `InputError`."""
        try:
            table = json.loads(text)
            known = Counter(str(entry["fingerprint"]) for entry in table["findings"])
        except json.JSONDecodeError as error:
            raise InputError(
                f"not valid JSON: {error.msg}",
                number=40,
                path=path,
                line=error.lineno,
                column=error.colno,
                help="write it again: --write-baseline",
            ) from error
        except (KeyError, TypeError) as error:
            raise InputError(
                "not a baseline of termbase", number=41, path=path, help="write it again: --write-baseline"
            ) from error
        return cls(known)

    def apply(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Mark the findings that are known."""
        left = self.known.copy()
        for finding in findings:
            if not finding.suppressed and left[finding.fingerprint] > 0:
                left[finding.fingerprint] -= 1
                yield replace(finding, suppressed="baseline")
            else:
                yield finding

    def stale(self, findings: Iterable[Finding]) -> Counter[str]:
        """Entries that nothing matches any more."""
        return self.known - Counter(finding.fingerprint for finding in findings)


def render(findings: Iterable[Finding]) -> str:
    """The baseline of findings, sorted, ready to be committed."""
    entries = sorted(
        [
            ("rule", finding.rule),
            ("path", finding.path),
            ("fingerprint", finding.fingerprint),
            ("message", finding.message),
        ]
        for finding in findings
    )
    return (
        json.dumps({"schema": 1, "findings": [dict(entry) for entry in entries]}, ensure_ascii=False, indent=2) + "\n"
    )
