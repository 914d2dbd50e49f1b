"""Files in and out: what the workflow adds to the formats."""

from __future__ import annotations

import pytest

from termbase.formats import tmx
from termbase.workflows import exchange

HEAD = (
    '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" '
    'datatype="plaintext"/><body>\n'
)
UNIT = '<tu tuid="{}" creationdate="today"><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="fr"><seg>{}</seg></tuv></tu>\n'


@pytest.mark.parametrize("faults", [0, 1, 4, 5, 6, 40])
def test_many_findings_of_one_rule_are_counted_not_listed(tmp_path, monkeypatch, faults):
    """A file may have the same fault in every unit; other rules are not crowded out, and nothing is hidden in silence."""
    monkeypatch.setattr(exchange, "MOST", 5)
    path = tmp_path / "m.tmx"
    units = "".join(UNIT.format(number, "b") for number in range(faults))
    path.write_text(
        f"{HEAD}{units}{UNIT.format('last', '').replace('today', '20240101T000000Z')}</body></tmx>", encoding="utf-8"
    )
    everything, found = list(tmx.validate(path)), list(exchange.validate(path))
    dates = [item for item in found if item.rule == "TB853"]
    assert len([item for item in everything if item.rule == "TB853"]) == faults
    assert dates[:5] == [item for item in everything if item.rule == "TB853"][:5]
    assert [item.rule for item in found if item.rule != "TB853"] == ["TB856"]
    if faults > 5:
        assert dates[5].message.startswith(f"and {faults - 5} more of TB853")
        assert dates[5].line == 7  # the first that is not listed
    assert len(dates) == min(faults, 6)
