"""Taking files in and giving files out: import, export, convert, validate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from termbase.errors import InputError, UsageError
from termbase.formats import detect
from termbase.model import Language, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from termbase.model import Concept, Finding, Variant
    from termbase.workflows.project import Project

TARGETS = ("tmx", "tbx", "xliff", "po", "csv", "tsv", "xlsx", "omegat", "srx")
"""What `export --to` makes."""

SOURCE_TARGET = frozenset({"xliff", "po"})
"""Formats that hold one source and one target language."""

FLAVOURED = frozenset({"tmx", "tbx", "xliff"})
"""Formats that are written in several flavours."""

MOST = 1_000
"""Findings of one rule that are told of one file; a file may have the same fault in every unit."""

MENDING = frozenset({"tmx", "xliff"})
"""Formats whose readers can go on behind a fault, and tell it."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written."""

    path: Path
    """Where."""

    count: int
    """Units or concepts in it."""

    kind: str
    """What is counted: units, concepts or files."""

    def __str__(self) -> str:
        return f"{self.count} {self.kind.removesuffix('s') if self.count == 1 else self.kind}"


def read_units(
    path: Path | str, languages: Mapping[str, str] | None = None, problems: list[Finding] | None = None
) -> Iterator[Unit]:
    """The units of a file of any format, as a stream; `languages` renames tags (`en-GB` to `en`).

    With a list of `problems`, faults of a damaged file are mended or left out and told there, where the format allows it; without one the
    first fault raises. Raises `InputError` for a file that cannot be read and for a format that holds no units.
    """
    name = detect.detect(path)
    reader = _ability(name, "read", path)
    units = reader(path, problems=problems) if problems is not None and name in MENDING else reader(path)
    return _renamed(units, languages) if languages else iter(units)


def read_concepts(path: Path | str) -> Iterator[Concept]:
    """The concepts of a glossary file of any format. Raises `InputError`."""
    if Path(path).suffix == ".toml":
        from termbase.glossary.load import load_file  # noqa: PLC0415

        return load_file(Path(path))
    return iter(_ability(detect.detect(path), "read_concepts", path)(path))


def _ability(name: str, ability: str, path: Path | str) -> Callable[..., Any]:
    module = detect.FORMATS.get(name)
    found: Callable[..., Any] | None = getattr(module, ability, None)
    if found is None:
        what = {"read": "translation units", "read_concepts": "terms"}[ability]
        raise InputError(
            f"a {name} file holds no {what}", number=66, path=str(path), help="choose another file or command"
        )
    return found


def _renamed(units: Iterable[Unit], languages: Mapping[str, str]) -> Iterator[Unit]:
    table = {Language(old).canonical: Language(new) for old, new in languages.items()}
    for unit in units:
        variants = tuple(
            _spoken(item, table[item.language.canonical]) if item.language.canonical in table else item
            for item in unit.variants
        )
        yield replace(unit, variants=variants)


def _spoken(variant: Variant, language: Language) -> Variant:
    """The variant in a language of another name; the deprecated attribute of TMX that repeats the language goes."""
    attributes = {name: value for name, value in variant.attributes.items() if name != "lang"}
    return replace(variant, segment=replace(variant.segment, language=language), attributes=attributes)


def language_map(pairs: Sequence[str]) -> dict[str, str]:
    """The renaming that arguments such as `en-GB=en` ask for. Raises `UsageError`."""
    table = {}
    for pair in pairs:
        old, separator, new = pair.partition("=")
        if not (separator and old and new):
            raise UsageError(f"{pair!r} is no language map", number=70, help="write OLD=NEW, as in --lang en-GB=en")
        table[old] = new
    return table


def import_file(
    project: Project,
    path: Path | str,
    *,
    origin: str = "",
    languages: Mapping[str, str] | None = None,
    problems: list[Finding] | None = None,
) -> int:
    """Put the units of a file into the memory, in place of what its origin held; gives their number.

    Units with one language alone, such as untranslated ones, are left out. The origin is the file's name unless another is given. One
    transaction: an error or an interruption leaves what was there. `problems` takes what was mended or left out of a damaged file;
    without it such a file raises.
    """
    found = read_units(path, languages, problems)
    units = (unit for unit in found if sum(bool(item.text) for item in unit.variants) > 1)
    return project.memory.replace(origin or Path(path).name, units)


def project_units(project: Project, releases: Sequence[str] = ()) -> Iterator[Unit]:
    """The units of the project's TMX files, of all or of the named releases, in order of file name.

    Raises `UsageError` for a release that has no TMX file.
    """
    names = list(releases) or sorted(path.stem for path in project.releases.glob("*.tmx"))
    for name in names:
        path = project.releases / f"{name}.tmx"
        if not path.exists():
            raise UsageError(
                f"there is no memory of {name!r}",
                number=71,
                help="termbase build makes it; known releases: termbase build",
            )
        yield from read_units(path)


def export(
    project: Project,
    kind: str,
    output: Path,
    *,
    releases: Sequence[str] = (),
    source: str = "",
    target: str = "",
    flavour: str = "",
) -> list[Exported]:
    """Write the project's memories, or for TBX its glossary, in a format; gives what was written.

    XLIFF, PO and some flavours of TMX hold one pair of languages: without `target`, one file a target language, its tag before the suffix.
    Raises `UsageError` for a kind that is not known.
    """
    if kind not in TARGETS:
        raise UsageError(f"cannot export to {kind!r}", number=72, help=f"one of {', '.join(TARGETS)}")
    first = source or project.config.source
    options = _flavour(kind, flavour)
    others = [target] if target else [tag for tag in project.config.languages if tag != first]
    if kind == "srx":
        from termbase.formats.files import writing  # noqa: PLC0415
        from termbase.text.segment import source as rules_source  # noqa: PLC0415

        with writing(output) as stream:
            stream.write(rules_source())
        return [Exported(output, 1, "files")]
    if kind == "tbx":
        tbx = detect.FORMATS.get("tbx")
        return [Exported(output, tbx.write_concepts(output, project.glossary, source=first, **options), "concepts")]
    if kind == "omegat":
        return _export_omegat(project, output, project_units(project, releases), first, others[0])
    writer = detect.FORMATS.get("tmx" if kind == "tmx" else kind if kind in SOURCE_TARGET else "table")
    if kind == "tmx":
        write = partial(writer.export, **options)
        bilingual = flavour in writer.FLAVOURS and writer.FLAVOURS[flavour].pair
    else:
        write, bilingual = partial(writer.write, **options), kind in SOURCE_TARGET
    if bilingual:
        return [
            Exported(path, write(path, project_units(project, releases), source=first, target=tag), "units")
            for tag, path in _one_a_language(output, others).items()
        ]
    return [Exported(output, write(output, project_units(project, releases), source=first, target=target), "units")]


def _flavour(kind: str, flavour: str) -> dict[str, str]:
    """The flavour as an option of a writer, when one is asked for. Raises `UsageError` for a format that has none."""
    if flavour and kind not in FLAVOURED:
        raise UsageError(
            f"{kind} is written in one way only",
            number=77,
            help=f"leave out --flavour {flavour}, which is for {', '.join(sorted(FLAVOURED))}",
        )
    return {"flavour": flavour} if flavour else {}


def _one_a_language(output: Path, languages: Sequence[str]) -> dict[str, Path]:
    """A file name a language: the given one, with the tag before its suffix when there are several."""
    if len(languages) == 1:
        return {languages[0]: output}
    return {tag: output.with_name(f"{output.stem}.{tag}{output.suffix}") for tag in languages}


def _export_omegat(project: Project, folder: Path, units: Iterable[Unit], source: str, target: str) -> list[Exported]:
    """An OmegaT project: its own files, and the memory in `tm/auto`, from where OmegaT fills segments by itself."""
    from termbase.text.segment import source as rules_source  # noqa: PLC0415

    made = detect.FORMATS.get("omegat").layout(folder, source, target, rules_source(), list(project.glossary))
    memory = folder / "tm" / "auto" / "termbase.tmx"
    count = detect.FORMATS.get("tmx").export(memory, units, source=source, target=target, flavour="omegat")
    return [*(Exported(*item) for item in made), Exported(memory, count, "units")]


def convert(
    path: Path,
    output: Path,
    *,
    source: str = "",
    target: str = "",
    languages: Mapping[str, str] | None = None,
    flavour: str = "",
    problems: list[Finding] | None = None,
) -> Exported:
    """Write the units of a file, or the terms of a glossary file, in the format that the name of the output asks for.

    `problems` takes what was mended or left out of a damaged file; without it such a file raises. Raises `UsageError` when the output's
    format cannot hold what the input has.
    """
    kind = detect.SUFFIXES.get(output.suffix.lower(), "toml" if output.suffix == ".toml" else "")
    if not kind:
        raise UsageError(
            f"no format is known by the name {output.name!r}",
            number=73,
            help=f"use one of {', '.join(detect.SUFFIXES)} or .toml",
        )
    name = "toml" if path.suffix == ".toml" else detect.detect(path)
    if name in ("tbx", "toml", "omegat") or kind in ("tbx", "toml", "omegat"):
        return _convert_concepts(path, output, kind, source=source or "en", flavour=flavour)
    writer = detect.FORMATS.get(kind)
    units = read_units(path, languages, problems)
    options = _flavour(kind, flavour)
    if kind == "tmx":
        header = None if languages or name != "tmx" else writer.read_header(path)
        return Exported(
            output, writer.export(output, units, source=source or "", target=target, header=header, **options), "units"
        )
    return Exported(output, writer.write(output, units, source=source, target=target, **options), "units")


def _convert_concepts(path: Path, output: Path, kind: str, *, source: str, flavour: str) -> Exported:
    options = _flavour(kind, flavour)
    concepts = list(read_concepts(path))
    if kind == "toml":
        from termbase.formats.files import write_text  # noqa: PLC0415
        from termbase.glossary.render import render  # noqa: PLC0415

        write_text(output, render(concepts, domain=output.stem))
        return Exported(output, len(concepts), "concepts")
    writer = getattr(detect.FORMATS.get(kind), "write_concepts", None)
    if writer is None:
        raise UsageError(
            f"a {kind} file holds no terms", number=74, help="write .tbx, .csv, .tsv, .xlsx, .utf8 or .toml"
        )
    return Exported(output, writer(output, concepts, source=source, **options), "concepts")


def validate(path: Path) -> Iterator[Finding]:
    """What is wrong with a file, by the rules of its format.

    Of each rule the first findings, `MOST` of them; then one that counts the others, so that the report stays small however many there are.
    Raises `InputError` for a file that cannot be read at all, and for a format that has no rules to check.
    """
    name = detect.detect(path)
    module = detect.FORMATS.get(name)
    if not hasattr(module, "validate"):
        raise InputError(
            f"a {name} file cannot be validated",
            number=67,
            path=str(path),
            help="TMX, TBX, XLIFF, PO and SRX files can",
        )
    counts: Counter[str] = Counter()
    left: dict[str, Finding] = {}
    for finding in module.validate(path):
        counts[finding.rule] += 1
        if counts[finding.rule] <= MOST:
            yield finding
        else:
            left.setdefault(finding.rule, finding)
    for rule, first in left.items():
        message = f"and {counts[rule] - MOST:,} more of {rule}, from here on; correct those above and validate again"
        yield replace(first, message=message, related=(), fix=None, unit="", source_text="", target_text="")
