import pytest

from termbase import config
from termbase.errors import ConfigError


def test_without_a_file_the_defaults_hold(tmp_path):
    found = config.load(start=tmp_path)
    assert found.languages == ("en", "ar", "fr")
    assert found.memory.minimum == 70


def test_the_nearest_file_upwards_governs(tmp_path, monkeypatch):
    (tmp_path / "termbase.toml").write_text('languages = ["en", "fr"]\n', encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    found = config.load()
    assert found.targets == ("fr",)
    assert found.path("tmx").resolve() == tmp_path / "tmx"


def test_pyproject_counts_only_with_our_table(tmp_path, monkeypatch):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.termbase.check]\nprofile = "strict"\n', encoding="utf-8")
    (inner / "pyproject.toml").write_text('[project]\nname = "other"\n', encoding="utf-8")
    monkeypatch.chdir(inner)
    assert config.load().check.profile == "strict"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("languagse = []", 1, 1, "unknown setting `languagse`"),
        ("[check]\n\nprofile = 'loud'", 3, 1, '`profile` must be one of "strict", "default", "lenient"'),
        ("[memory]\nminimum = '70'", 2, 1, "`minimum` must be a whole number"),
        ("[check.severity]\nTB101 = 3", 2, 1, "`TB101` must be a string"),
        ("[check]\nselect = 'TB1'", 2, 1, "`select` must be a list of strings"),
        ("languages = []", 1, 0, "`languages` is empty"),
        ("languages = [", 1, 14, "not valid TOML: "),
    ],
)
def test_a_mistake_is_shown_where_it_stands(tmp_path, text, line, column, message):
    """A setting that is ignored in silence is worse than none."""
    file = tmp_path / "termbase.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(file)
    assert message in caught.value.message
    assert caught.value.help
    if column:
        assert (caught.value.line, caught.value.column) == (line, column)


def test_every_setting_is_described():
    """The reference page and the schema are made from these descriptions."""
    for key, type_, _default, doc in config.settings():
        assert doc.endswith("."), key
        if isinstance(type_, type) and hasattr(type_, "__dataclass_fields__"):
            assert all(inner_doc.endswith(".") for _, _, _, inner_doc in config.settings(type_))
